scenario "Deferring again keeps the silence" {
  verifies = { "DEFER-05", "DEFER-06", "DEFER-07" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen { notify = { "FD_ACCEPT" } }
    wsp.request(listener)
    check("DEFER-05", listener):gets_indicated "FD_ACCEPT"

    for i = 1, 3 do
      listener:accept { decide = "defer" }
      if i < wsp.traits.queue_capacity then
        wsp.request(listener)
      end
      check("DEFER-06", listener):was_indicated("FD_ACCEPT", 1)
    end
    check("DEFER-05", listener):was_indicated("FD_ACCEPT", 1)

    listener:accept { decide = "accept" }
    check("DEFER-07", listener):gets_indicated("FD_ACCEPT", { count = 2 })
  end,
}
