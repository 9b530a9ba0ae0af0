scenario "A deferred request can be rejected by a later WSPAccept" {
  verifies = { "DEFER-10", "REJECT-02" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    listener:accept { decide = "defer" }

    local rejection = listener:accept { decide = "reject" }
    check("DEFER-10", rejection):fails_with "WSAECONNREFUSED"
    check("REJECT-02", caller):was_refused()

    listener:set_blocking(false)
    check("DEFER-10", listener:accept { decide = "accept" }):fails_with "WSAEWOULDBLOCK"
  end,
}
