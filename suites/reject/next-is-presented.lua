scenario "After a rejection the next request is presented" {
  verifies = { "REJECT-05", "BACKLOG-02" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.request(listener)
    local second = wsp.request(listener)
    listener:accept { decide = "reject" }
    local accepted = listener:accept { decide = "accept" }
    check("REJECT-05", accepted.shown_caller, "lpCallerId"):equals(second.address)
    check("BACKLOG-02", second):is_connected_to(accepted.socket)
    listener:set_blocking(false)
    check("REJECT-05", listener:accept { decide = "accept" }):fails_with "WSAEWOULDBLOCK"
  end,
}
