scenario "WSPListen on a connectionless socket is refused" {
  verifies = { "LISTEN-04" },
  needs = { "connectionless" },

  run = function(wsp)
    local socket = wsp.bound_socket()
    check("LISTEN-04", socket:listen(5)):fails_with "WSAEOPNOTSUPP"
  end,
}
