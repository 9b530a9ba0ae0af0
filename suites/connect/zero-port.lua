scenario "Endpoint zero is no destination" {
  verifies = { "CONNECT-10" },
  needs = { "connection-oriented", "known-family" },

  run = function(wsp)
    local caller = wsp.socket { as = "caller" }
    local outcome = caller:connect(wsp.local_address():with_port(0))
    check("CONNECT-10", outcome):fails_with("WSAEADDRNOTAVAIL", "WSAECONNREFUSED", "WSAENETUNREACH", "WSAETIMEDOUT",
      "WSAEHOSTUNREACH")
  end,
}
