scenario "Closing a socket during its attempt withdraws the request" {
  verifies = { "CONNECT-35" },
  needs = { "connection-oriented", "decision-reporting" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener, { mechanism = "message" })
    check("CONNECT-35", caller:close()):succeeds()
    wsp.settle()
    check("CONNECT-35", caller):was_indicated("FD_CONNECT", 0)
    check("CONNECT-35", caller):was_indicated("FD_CLOSE", 0)

    listener:set_blocking(false)
    local outcome = listener:accept()
    check("CONNECT-35", outcome):fails_with("WSAECONNRESET", "WSAEACCES", "WSAEWOULDBLOCK")

    caller = wsp.request(listener, { mechanism = "event" })
    check("CONNECT-35", caller:close()):succeeds()
    wsp.fence()
    check("CONNECT-35", caller:event_is_set(), "the closed socket's event object is set"):is_false()
  end,
}
