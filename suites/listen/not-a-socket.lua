scenario "WSPListen on what is not a socket is refused" {
  verifies = { "LISTEN-05" },

  run = function(wsp)
    check("LISTEN-05", wsp.unknown_socket():listen(5)):fails_with "WSAENOTSOCK"
    check("LISTEN-05", wsp.invalid_socket():listen(5)):fails_with "WSAENOTSOCK"
    local closed = wsp.bound_socket()
    closed:close()
    check("LISTEN-05", closed:listen(5)):fails_with "WSAENOTSOCK"
  end,
}
