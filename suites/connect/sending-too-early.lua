scenario "Sending and receiving need a connection" {
  verifies = { "CONNECT-25" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, socket in ipairs { wsp.socket(), wsp.bound_socket() } do
      local sent = socket:send("x")
      check("CONNECT-25", sent):fails_with "WSAENOTCONN"
      check("CONNECT-25", socket:receive(8)):fails_with "WSAENOTCONN"
    end
  end,
}
