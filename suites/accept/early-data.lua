scenario "Data sent before the acceptance reaches the accepted socket" {
  verifies = { "ACCEPT-30" },
  needs = { "connection-oriented", "handshake-first" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    check("ACCEPT-30", caller:send("early")):succeeds()
    wsp.fence()
    local accepted = listener:accept { decide = "accept" }
    check("ACCEPT-30", (wsp.receive_all(accepted.socket, 5)), "the first bytes received"):equals("early")
  end,
}
