scenario "A deferred request can be accepted by a later WSPAccept" {
  verifies = { "DEFER-01", "DEFER-02", "DEFER-04" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)

    check("DEFER-01", listener:accept { decide = "defer" }):fails_with "WSATRY_AGAIN"
    wsp.fence()
    check("DEFER-04", caller):is_still_waiting()

    local accepted = listener:accept { decide = "accept" }
    check("DEFER-02", accepted):succeeds()
    check("DEFER-02", accepted.socket:peer_name().address, "the accepted socket's peer"):equals(caller.address)
    check("DEFER-04", caller):is_connected_to(accepted.socket)
  end,
}
