scenario "A listening socket cannot be used for WSPConnect" {
  verifies = { "LISTEN-14", "CONNECT-08" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local target = wsp.listen { as = "target" }
    for _, blocking in ipairs { true, false } do
      local listener = wsp.listen { blocking = blocking }
      local queued = wsp.request(listener)
      check("CONNECT-08", listener:connect(wsp.name_to_dial(target))):fails_with "WSAEINVAL"
      check("LISTEN-14", listener:option("SO_ACCEPTCONN").number, "SO_ACCEPTCONN"):differs_from(0)
      for _, caller in ipairs { queued, false } do
        caller = caller or wsp.request(listener)
        if not check("LISTEN-14", listener:await_readable(), "a request shows by WSPSelect"):is_true() then
          return
        end
        local accepted = listener:accept { decide = "accept" }
        check("LISTEN-14", accepted):succeeds()
        check("LISTEN-14", accepted.address, "addr"):equals(caller.address)
        check("LISTEN-14", caller):is_connected_to(accepted.socket)
      end
    end
  end,
}
