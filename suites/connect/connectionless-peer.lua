scenario "A connectionless connect sets the default peer" {
  verifies = { "CONNECT-26" },
  needs = { "connectionless" },

  run = function(wsp)
    local peer = wsp.bound_socket { as = "peer" }
    for _, blocking in ipairs { true, false } do
      local socket = wsp.bound_socket()
      socket:set_blocking(blocking)
      check("CONNECT-26", socket:connect(peer.address)):succeeds()
      check("CONNECT-26", socket:send("to the default peer")):succeeds()
      local received = peer:receive_from(64)
      check("CONNECT-26", received.data, "the datagram"):equals "to the default peer"
      check("CONNECT-26", received.address, "its sender"):equals(socket.address)
      peer:send_to("back", socket.address)
      check("CONNECT-26", socket:await_readable(), "the peer's datagram arrives"):is_true()
      check("CONNECT-26", socket:receive(64).data, "the peer's datagram"):equals "back"
    end
  end,
}
