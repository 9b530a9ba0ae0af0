scenario "A selecting caller finds its accepted attempt in writefds" {
  verifies = { "NOTIFY-33", "NOTIFY-34", "CONNECT-05" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.socket { as = "caller" }
    caller:set_blocking(false)
    check("CONNECT-05", caller:connect(wsp.name_to_dial(listener))):succeeds_or_fails_with "WSAEWOULDBLOCK"
    local accepted = listener:accept()
    check("NOTIFY-33", caller:await_writable(), "in writefds"):is_true()
    check("NOTIFY-34", caller:exceptional(), "in exceptfds"):is_false()
    check("NOTIFY-33", caller):is_connected_to(accepted.socket)
  end,
}
