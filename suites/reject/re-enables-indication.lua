scenario "A rejection re-enables FD_ACCEPT for those who wait" {
  verifies = { "REJECT-06", "NOTIFY-06" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    for _, mechanism in ipairs { "event", "message" } do
      local listener = wsp.listen { notify = { "FD_ACCEPT" }, mechanism = mechanism }
      wsp.request(listener)
      wsp.request(listener)
      listener:await "FD_ACCEPT"
      check("REJECT-06", listener):was_indicated("FD_ACCEPT", 1)
      listener:accept { decide = "reject" }
      check("REJECT-06", listener):gets_indicated("FD_ACCEPT", { count = 2 })
      check("NOTIFY-06", listener):was_indicated("FD_ACCEPT", 2)
    end
  end,
}
