scenario "Nothing is indicated after the last deferred request is accepted" {
  verifies = { "DEFER-05", "NOTIFY-04" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { notify = { "FD_ACCEPT" } }
    wsp.request(listener)
    check("NOTIFY-04", listener):gets_indicated "FD_ACCEPT"

    listener:accept { decide = "defer" }
    listener:accept { decide = "accept" }
    wsp.fence()
    check("DEFER-05", listener):was_indicated("FD_ACCEPT", 1)

    wsp.request(listener)
    check("NOTIFY-04", listener):gets_indicated("FD_ACCEPT", { count = 2 })
  end,
}
