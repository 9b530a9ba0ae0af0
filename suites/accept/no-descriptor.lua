scenario "With no descriptor left WSPAccept fails with WSAEMFILE" {
  verifies = { "ACCEPT-24", "ACCEPT-25" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.request(listener)
    wsp.upcalls:refuse_next_handle()
    local outcome = listener:accept { decide = "accept" }
    wsp.upcalls:disarm()
    check("ACCEPT-24", outcome):fails_with("WSAEMFILE", "WSAENOBUFS", "WSAEINVAL")
    check("ACCEPT-24", outcome.socket, "a socket"):is_absent()
    record("ACCEPT-25", "the shortage is reported as " .. outcome.error)
  end,
}
