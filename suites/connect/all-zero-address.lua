scenario "An all-zero address is no destination" {
  verifies = { "CONNECT-09" },
  needs = { "connection-oriented", "known-family" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.socket { as = "caller" }
    caller:set_blocking(false)
    local name = wsp.name_to_dial(listener)
    check("CONNECT-09", caller:connect(name:with_zero_host())):fails_with "WSAEADDRNOTAVAIL"
  end,
}
