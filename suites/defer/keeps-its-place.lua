scenario "A deferred request keeps its place at the head of the queue" {
  verifies = { "DEFER-01", "DEFER-02", "DEFER-03", "COND-25" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen()
    local first = wsp.request(listener)
    local second = wsp.request(listener)

    local deferral = listener:accept { decide = "defer" }
    check("DEFER-01", deferral):fails_with "WSATRY_AGAIN"
    check("COND-25", deferral.shown_caller, "lpCallerId"):equals(first.address)

    local accepted = listener:accept { decide = "accept" }
    check("DEFER-03", accepted.shown_caller, "lpCallerId after the deferral"):equals(first.address)
    check("DEFER-02", first):is_connected_to(accepted.socket)

    local next_one = listener:accept { decide = "accept" }
    check("COND-25", next_one.shown_caller, "lpCallerId of the next"):equals(second.address)
    check("DEFER-03", second):is_connected_to(next_one.socket)
  end,
}
