scenario "No indication remains after the only request was rejected" {
  verifies = { "REJECT-07" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, mechanism in ipairs { "event", "message" } do
      local listener = wsp.listen { notify = { "FD_ACCEPT" }, mechanism = mechanism }
      wsp.request(listener)
      listener:await "FD_ACCEPT"
      listener:accept { decide = "reject" }
      wsp.fence()
      check("REJECT-07", listener):was_indicated("FD_ACCEPT", 1)
      wsp.request(listener)
      check("REJECT-07", listener):gets_indicated("FD_ACCEPT", { count = 2 })
      check("REJECT-07", listener):was_indicated("FD_ACCEPT", 2)
    end
  end,
}
