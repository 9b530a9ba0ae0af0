scenario "A connected datagram socket hears its default peer only" {
  verifies = { "CONNECT-27" },
  needs = { "connectionless" },

  run = function(wsp)
    local peer = wsp.bound_socket { as = "peer" }
    local stranger = wsp.bound_socket { as = "stranger" }
    local socket = wsp.bound_socket()
    check("CONNECT-27", socket:connect(peer.address)):succeeds()
    for _, receive in ipairs { "receive", "receive_from" } do
      stranger:send_to("from a stranger", socket.address)
      peer:send_to("from the peer", socket.address)
      check("CONNECT-27", socket[receive](socket, 64).data, "the next datagram received"):equals "from the peer"
    end
  end,
}
