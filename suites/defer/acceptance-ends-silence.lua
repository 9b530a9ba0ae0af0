scenario "Accepting the deferred request without a condition function makes waiting requests known again" {
  verifies = { "DEFER-07" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    for _, mechanism in ipairs { "event", "message" } do
      local listener = wsp.listen { notify = { "FD_ACCEPT" }, mechanism = mechanism }
      wsp.request(listener)
      check("DEFER-07", listener):gets_indicated "FD_ACCEPT"
      local second = wsp.request(listener)
      listener:accept { decide = "defer" }
      local before = listener:indicated "FD_ACCEPT"

      check("DEFER-07", listener:accept()):succeeds()
      check("DEFER-07", listener):gets_indicated("FD_ACCEPT", { count = before + 1 })
      check("DEFER-07", second):is_connected_to(listener:accept().socket)
    end
  end,
}
