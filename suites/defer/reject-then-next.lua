scenario "Rejecting a deferred request brings up the one behind it" {
  verifies = { "DEFER-10", "REJECT-05", "DEFER-03" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen()
    local first = wsp.request(listener)
    local second = wsp.request(listener)

    listener:accept { decide = "defer" }
    local rejection = listener:accept { decide = "reject" }
    check("DEFER-10", rejection):fails_with "WSAECONNREFUSED"
    check("DEFER-03", rejection.shown_caller, "lpCallerId of the rejected"):equals(first.address)

    local accepted = listener:accept { decide = "accept" }
    check("REJECT-05", accepted.shown_caller, "lpCallerId after the rejection"):equals(second.address)
    check("REJECT-05", second):is_connected_to(accepted.socket)
  end,
}
