scenario "Connecting a listener leaves the requests that wait there alone" {
  verifies = { "CONNECT-08" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local target = wsp.listen { as = "target" }
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    check("CONNECT-08", listener:connect(wsp.name_to_dial(target))):fails_with "WSAEINVAL"
    check("CONNECT-08", caller):is_still_waiting()
    listener:set_blocking(false)
    listener:await_readable()
    local accepted = listener:accept { decide = "accept" }
    check("CONNECT-08", accepted):succeeds()
    check("CONNECT-08", caller):is_connected_to(accepted.socket)
  end,
}
