scenario "Connecting binds an unbound datagram socket" {
  verifies = { "CONNECT-03" },
  needs = { "connectionless" },

  run = function(wsp)
    local peer = wsp.bound_socket { as = "peer" }
    local names = {}
    for i = 1, 2 do
      local socket = wsp.socket()
      check("CONNECT-03", socket:connect(peer.address)):succeeds()
      local name = socket:name()
      check("CONNECT-03", name):succeeds()
      names[i] = name.address
      check("CONNECT-03", socket:bind(wsp.local_address())):fails_with "WSAEINVAL"

      -- The name is one at which the socket can be reached.
      socket:send("where I am")
      if check("CONNECT-03", peer:await_readable(), "the socket's datagram arrives"):is_true() then
        peer:send_to("here you are", peer:receive_from(64).address)
        check("CONNECT-03", socket:await_readable(), "the answer to its name arrives"):is_true()
      end
    end
    check("CONNECT-03", names[2], "the second socket's name"):differs_from(names[1])
  end,
}
