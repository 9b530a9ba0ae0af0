scenario "A negative namelen is too short, and does not pass for a large one" {
  verifies = { "CONNECT-12" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local name = wsp.name_to_dial(wsp.listen())
    local caller = wsp.socket { as = "caller" }
    caller:set_blocking(false)
    check("CONNECT-12", caller:connect(name, { length = -1 })):fails_with "WSAEFAULT"
  end,
}
