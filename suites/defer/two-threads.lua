scenario "Two threads that defer in turn lose no request" {
  verifies = { "DEFER-03", "DEFER-20", "ACCEPT-32" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local first = wsp.request(listener)
    local second = wsp.request(listener)

    local one = listener:begin_accept { decide = "defer", thread = 1 }
    local other = listener:begin_accept { decide = "defer", thread = 2 }
    check("DEFER-20", one):fails_with "WSATRY_AGAIN"
    check("DEFER-20", other):fails_with "WSATRY_AGAIN"

    local accepted = listener:accept { decide = "accept" }
    check("DEFER-03", accepted.condition.caller_id, "lpCallerId"):equals(first.address)
    local last = listener:accept { decide = "accept" }
    check("ACCEPT-32", last.condition.caller_id, "lpCallerId of the second"):equals(second.address)
    check("ACCEPT-32", first):is_connected_to(accepted.socket)
    check("ACCEPT-32", second):is_connected_to(last.socket)
  end,
}
