scenario "WSPAccept on a blocking listener waits for a request" {
  verifies = { "ACCEPT-13", "COND-03" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    for _, decision in ipairs { "accept", false } do
      -- A listener that was non-blocking for a while blocks again.
      listener:set_blocking(decision == "accept")
      listener:set_blocking(true)
      local pending = listener:begin_accept { decide = decision or nil }
      wsp.fence()
      check("ACCEPT-13", pending.finished, "WSPAccept returned on an empty queue"):is_false()

      local caller = wsp.request(listener, { fence = false })
      check("ACCEPT-13", pending):succeeds()
      local accepted = pending:outcome()
      check("COND-03", #accepted.conditions, "condition calls"):equals(decision and 1 or 0)
      check("ACCEPT-13", accepted.address, "addr"):equals(caller.address)
      check("ACCEPT-13", caller):is_connected_to(accepted.socket)
    end
  end,
}
