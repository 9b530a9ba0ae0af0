scenario "A namelen beyond the family's addresses is no danger" {
  verifies = { "CONNECT-12" },
  needs = { "connection-oriented" },

  run = function(wsp)
    -- What applications pass that take a SOCKADDR_STORAGE for every family, and far more than that. No page says what
    -- becomes of it: only a crash would be wrong.
    for _, length in ipairs { 128, 65536 } do
      local listener = wsp.listen()
      local name = wsp.name_to_dial(listener).bytes
      local caller = wsp.attempt(wsp.address(name .. ("\0"):rep(length - #name)))
      wsp.await_request(listener, caller)
      record("CONNECT-12", ("namelen %d: %s"):format(length, tostring(caller.attempt)))
      caller:close()
    end
  end,
}
