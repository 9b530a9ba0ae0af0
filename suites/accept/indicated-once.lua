scenario "FD_ACCEPT is indicated once until WSPAccept is called" {
  verifies = { "NOTIFY-04" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    for _, mechanism in ipairs { "event", "message" } do
      local listener = wsp.listen { notify = { "FD_ACCEPT" }, mechanism = mechanism }
      wsp.request(listener)
      check("NOTIFY-04", listener):gets_indicated "FD_ACCEPT"
      wsp.request(listener)
      check("NOTIFY-04", listener):was_indicated("FD_ACCEPT", 1)
      listener:accept { decide = "accept" }
      check("NOTIFY-04", listener):gets_indicated("FD_ACCEPT", { count = 2 })
    end
  end,
}
