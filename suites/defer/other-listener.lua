scenario "A deferral on one listener leaves another alone" {
  verifies = { "DEFER-18" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local deferring = wsp.listen()
    local other = wsp.listen { notify = { "FD_ACCEPT" } }
    wsp.request(deferring)
    deferring:accept { decide = "defer" }

    for i = 1, 2 do
      local caller = wsp.request(other)
      check("DEFER-18", other):gets_indicated("FD_ACCEPT", { count = i })
      local accepted = other:accept { decide = "accept" }
      check("DEFER-18", accepted):succeeds()
      check("DEFER-18", caller):is_connected_to(accepted.socket)
    end
  end,
}
