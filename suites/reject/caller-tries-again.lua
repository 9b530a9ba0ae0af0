scenario "A refused caller may try again with the same socket" {
  verifies = { "REJECT-09" },
  needs = { "connection-oriented", "decision-reporting" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    listener:accept { decide = "reject" }
    check("REJECT-09", caller:connect_result(), "the first attempt"):equals "WSAECONNREFUSED"

    wsp.request(listener, { from = caller })
    local accepted = listener:accept { decide = "accept" }
    check("REJECT-09", accepted):succeeds()
    check("REJECT-09", caller):is_connected_to(accepted.socket)
  end,
}
