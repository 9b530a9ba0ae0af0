scenario "Connecting a datagram socket again changes its default peer" {
  verifies = { "CONNECT-29", "CONNECT-31" },
  needs = { "connectionless" },

  run = function(wsp)
    local old = wsp.bound_socket { as = "old peer" }
    local new = wsp.bound_socket { as = "new peer" }
    local socket = wsp.bound_socket()
    socket:connect(old.address)
    old:send_to("old", socket.address)
    check("CONNECT-29", socket:await_readable(), "the old peer's datagram arrived"):is_true()
    check("CONNECT-31", socket:connect(new.address)):succeeds()
    old:send_to("old again", socket.address)
    new:send_to("new", socket.address)
    check("CONNECT-29", socket:receive(64).data, "the first datagram read afterwards"):equals "new"
    socket:send("to the new peer")
    check("CONNECT-29", new:await_readable(), "what is sent afterwards reaches the new peer"):is_true()
    check("CONNECT-31", socket:connect(old.address), "for the third time"):succeeds()
  end,
}
