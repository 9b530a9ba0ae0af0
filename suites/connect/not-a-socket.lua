scenario "WSPConnect on what is not a socket is refused" {
  verifies = { "CONNECT-19" },

  run = function(wsp)
    local name = wsp.bound_socket().address
    check("CONNECT-19", wsp.invalid_socket():connect(name)):fails_with "WSAENOTSOCK"
    check("CONNECT-19", wsp.unknown_socket():connect(name)):fails_with "WSAENOTSOCK"
    local closed = wsp.socket()
    closed:close()
    check("CONNECT-19", closed:connect(name)):fails_with "WSAENOTSOCK"
  end,
}
