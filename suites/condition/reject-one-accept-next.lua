scenario "A rejection is applied to the request that was shown" {
  verifies = { "COND-23" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen()
    local first = wsp.request(listener)
    local second = wsp.request(listener)
    local rejection = listener:accept { decide = "reject" }
    check("COND-23", rejection.shown_caller, "lpCallerId of the rejected"):equals(first.address)
    check("COND-23", first):was_refused()
    check("COND-23", second):is_still_waiting()
    check("COND-23", second):is_connected_to(listener:accept { decide = "accept" }.socket)
  end,
}
