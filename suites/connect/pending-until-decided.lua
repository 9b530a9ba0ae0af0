scenario "A non-blocking connect is pending until the listener has decided" {
  verifies = { "CONNECT-05", "NOTIFY-33" },
  needs = { "connection-oriented", "decision-reporting" },

  run = function(wsp)
    local listener = wsp.listen()
    local selecting = wsp.socket { as = "selecting caller" }
    selecting:set_blocking(false)
    check("CONNECT-05", selecting:connect(wsp.name_to_dial(listener))):fails_with "WSAEWOULDBLOCK"
    wsp.fence()
    check("NOTIFY-33", selecting:writable(), "in writefds before the decision"):is_false()
    local accepted = listener:accept()
    check("NOTIFY-33", selecting:await_writable(), "in writefds after the decision"):is_true()
    check("CONNECT-05", selecting):is_connected_to(accepted.socket)

    local notified = wsp.attempt(listener, { as = "notified caller" })
    check("CONNECT-05", notified.attempt):fails_with "WSAEWOULDBLOCK"
    accepted = listener:accept()
    check("CONNECT-05", notified):is_connected_to(accepted.socket)
  end,
}
