scenario "A connectionless connect ignores user data" {
  verifies = { "CONNDATA-13" },
  needs = { "connectionless" },

  run = function(wsp)
    local peer = wsp.bound_socket { as = "peer" }
    local socket = wsp.bound_socket()
    check("CONNDATA-13", socket:connect(peer.address, { data = "ignored", reply_room = 16 })):succeeds()
    socket:send("explicit")
    check("CONNDATA-13", peer:receive_from(64).data, "the first datagram at the peer"):equals "explicit"
  end,
}
