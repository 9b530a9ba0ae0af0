scenario "A second connect during the attempt fails with WSAEALREADY" {
  verifies = { "CONNECT-06" },
  needs = { "connection-oriented", "decision-reporting" },

  run = function(wsp)
    local listener = wsp.listen()
    local elsewhere = wsp.listen { as = "other listener" }
    -- By message: an event object would not tell one indication from three.
    local caller = wsp.request(listener, { mechanism = "message" })
    check("CONNECT-06", caller:connect(wsp.name_to_dial(listener))):fails_with "WSAEALREADY"
    check("CONNECT-06", caller:connect(wsp.name_to_dial(elsewhere))):fails_with "WSAEALREADY"
    check("CONNECT-06", caller):is_still_waiting()
    listener:set_blocking(false)
    listener:await_readable()
    local accepted = listener:accept()
    check("CONNECT-06", caller):gets_indicated("FD_CONNECT", { error = "none" })
    check("CONNECT-06", caller:peer_name().address, "the peer's name"):equals(wsp.name_to_dial(listener))
    check("CONNECT-06", caller):is_connected_to(accepted.socket)
    wsp.settle()
    check("CONNECT-06", caller):was_indicated("FD_CONNECT", 1)
    check("CONNECT-06", listener:readable(), "the second connect made a request, too"):is_false()
    check("CONNECT-06", elsewhere:readable(), "the third connect made a request, too"):is_false()
  end,
}
