scenario "A successful WSPAccept returns a new descriptor" {
  verifies = { "ACCEPT-01", "ACCEPT-04", "ACCEPT-29" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    local accepted = listener:accept { decide = "accept" }
    check("ACCEPT-04", accepted):succeeds()
    check("ACCEPT-01", accepted.socket.handle, "the new descriptor"):differs_from(listener.handle)
    check("ACCEPT-01", accepted.socket.handle, "the new descriptor"):differs_from(caller.handle)
    check("ACCEPT-01", wsp.upcalls:knows(accepted.socket), "the descriptor came through an upcall"):is_true()
    check("ACCEPT-29", caller):is_connected_to(accepted.socket)
  end,
}
