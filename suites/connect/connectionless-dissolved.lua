scenario "A zero address dissolves the association of a datagram socket" {
  verifies = { "CONNECT-28" },
  needs = { "connectionless", "known-family" },

  run = function(wsp)
    local peer = wsp.bound_socket { as = "peer" }
    local stranger = wsp.bound_socket { as = "stranger" }
    local socket = wsp.bound_socket()
    socket:connect(peer.address)
    check("CONNECT-28", socket:connect(wsp.blank_address())):succeeds()
    check("CONNECT-28", socket:send("nobody")):fails_with "WSAENOTCONN"
    check("CONNECT-28", socket:send_to("named", stranger.address)):succeeds()
    stranger:send_to("from a stranger", wsp.local_address():with_port(socket:name().address.port))
    check("CONNECT-28", socket:receive_from(64).data, "a stranger's datagram"):equals "from a stranger"
  end,
}
