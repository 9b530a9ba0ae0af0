scenario "Sending and receiving need a connection" {
  verifies = { "CONNECT-25" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local non_blocking = wsp.socket { as = "non-blocking socket" }
    non_blocking:set_blocking(false)
    for _, socket in ipairs { wsp.socket(), wsp.bound_socket(), non_blocking } do
      local sent = socket:send("x")
      check("CONNECT-25", sent):fails_with "WSAENOTCONN"
      check("CONNECT-25", socket:receive(8)):fails_with "WSAENOTCONN"
    end
  end,
}
