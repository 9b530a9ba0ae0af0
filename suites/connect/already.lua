scenario "A second connect during the attempt fails with WSAEALREADY" {
  verifies = { "CONNECT-06" },
  needs = { "connection-oriented", "decision-reporting" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    check("CONNECT-06", caller:connect(wsp.name_to_dial(listener))):fails_with "WSAEALREADY"
    check("CONNECT-06", caller):is_still_waiting()
    listener:set_blocking(false)
    local accepted = listener:accept()
    check("CONNECT-06", caller):gets_indicated("FD_CONNECT", { error = "none" })
    check("CONNECT-06", caller):is_connected_to(accepted.socket)
  end,
}
