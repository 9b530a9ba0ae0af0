scenario "Rejecting the deferred request makes waiting requests known again" {
  verifies = { "DEFER-06", "DEFER-08" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    for _, mechanism in ipairs { "event", "message" } do
      local listener = wsp.listen { notify = { "FD_ACCEPT" }, mechanism = mechanism }
      local first = wsp.request(listener)
      check("DEFER-06", listener):gets_indicated "FD_ACCEPT"

      listener:accept { decide = "defer" }
      local second = wsp.request(listener)
      check("DEFER-06", listener):was_indicated("FD_ACCEPT", 1)

      local rejection = listener:accept { decide = "reject" }
      check("DEFER-08", rejection.shown_caller, "lpCallerId"):equals(first.address)
      check("DEFER-08", listener):gets_indicated("FD_ACCEPT", { count = 2 })
      local accepted = listener:accept { decide = "accept" }
      check("DEFER-08", second):is_connected_to(accepted.socket)
    end
  end,
}
