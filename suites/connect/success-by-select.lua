scenario "A selecting caller finds its accepted attempt in writefds" {
  verifies = { "NOTIFY-33" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.socket { as = "caller" }
    caller:set_blocking(false)
    caller:connect(wsp.name_to_dial(listener))
    local accepted = listener:accept()
    check("NOTIFY-33", caller:await_writable(), "in writefds"):is_true()
    check("NOTIFY-33", caller):is_connected_to(accepted.socket)
  end,
}
