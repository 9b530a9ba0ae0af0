scenario "A name shorter than the family's addresses is refused" {
  verifies = { "CONNECT-12" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local name = wsp.name_to_dial(listener)
    for _, length in ipairs { 0, 1, wsp.entry.min_address - 1 } do
      local caller = wsp.socket { as = "caller" }
      local outcome = caller:connect(name, { length = length })
      if check("CONNECT-12", outcome, ("namelen %d"):format(length)):fails_with "WSAEFAULT" then
        -- What is refused before anything is done leaves the socket as it was.
        local attempt = caller:begin_connect(name)
        if wsp.await_request(listener, attempt) then
          listener:accept()
        end
        check("CONNECT-12", attempt):graded("should"):succeeds()
      end
      caller:close()
    end
  end,
}
