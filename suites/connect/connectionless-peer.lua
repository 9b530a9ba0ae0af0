scenario "A connectionless connect sets the default peer" {
  verifies = { "CONNECT-26" },
  needs = { "connectionless" },

  run = function(wsp)
    local peer = wsp.bound_socket { as = "peer" }
    for _, blocking in ipairs { true, false } do
      local socket = wsp.bound_socket()
      socket:set_blocking(blocking)
      check("CONNECT-26", socket:connect(peer.address)):succeeds()
      -- One receiver waits for the datagram, the other finds it there.
      local waiting = blocking and peer:begin_receive_from(64)
      if waiting then
        waiting:stays_pending()
      end
      local sent = socket:send("to the default peer")
      check("CONNECT-26", sent):succeeds()
      if not sent.ok then
        return
      end
      local received = waiting and waiting:outcome() or peer:receive_from(64)
      check("CONNECT-26", received.data, "the datagram"):equals "to the default peer"
      check("CONNECT-26", received.address, "its sender"):equals(socket.address)
      peer:send_to("back", socket.address)
      check("CONNECT-26", socket:await_readable(), "the peer's datagram arrives"):is_true()
      check("CONNECT-26", socket:receive(64).data, "the peer's datagram"):equals "back"
    end
  end,
}
