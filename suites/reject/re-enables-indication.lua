scenario "A rejection re-enables FD_ACCEPT for those who wait" {
  verifies = { "REJECT-06", "NOTIFY-06" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    for _, mechanism in ipairs { "event", "message" } do
      local listener = wsp.listen { notify = { "FD_ACCEPT" }, mechanism = mechanism }
      local queued = math.min(3, wsp.traits.queue_capacity)
      for _ = 1, queued do
        wsp.request(listener)
      end
      listener:await "FD_ACCEPT"
      check("REJECT-06", listener):was_indicated("FD_ACCEPT", 1)
      for rejections = 1, queued - 1 do
        listener:accept { decide = "reject" }
        check("REJECT-06", listener):gets_indicated("FD_ACCEPT", { count = rejections + 1 })
        check("NOTIFY-06", listener):was_indicated("FD_ACCEPT", rejections + 1)
      end
    end
  end,
}
