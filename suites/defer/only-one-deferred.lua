-- What ends the deferral, and at the end a WSPAccept that finds nothing.
local rounds = {
  { decisions = { "accept" }, requirement = "NOTIFY-04" },
  { decisions = { "reject" }, requirement = "DEFER-08" },
  { decisions = { false }, requirement = "DEFER-07" },
  { decisions = { "accept", "accept" }, requirement = "NOTIFY-06" },
}

scenario "Nothing is indicated after the last deferred request is decided, until another comes" {
  verifies = { "DEFER-05", "DEFER-07", "DEFER-08", "NOTIFY-04", "NOTIFY-06" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, mechanism in ipairs { "event", "message" } do
      for _, round in ipairs(rounds) do
        local listener = wsp.listen { notify = { "FD_ACCEPT" }, mechanism = mechanism }
        wsp.request(listener)
        check("NOTIFY-04", listener):gets_indicated "FD_ACCEPT"

        listener:accept { decide = "defer" }
        for _, decision in ipairs(round.decisions) do
          listener:accept { decide = decision or nil }
        end
        wsp.fence()
        check("DEFER-05", listener):was_indicated("FD_ACCEPT", 1)

        wsp.request(listener)
        check(round.requirement, listener):gets_indicated("FD_ACCEPT", { count = 2 })
      end
    end
  end,
}
