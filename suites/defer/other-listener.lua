scenario "A deferral on one listener leaves another alone" {
  verifies = { "DEFER-18", "DEFER-02", "DEFER-06" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local deferring = wsp.listen { notify = { "FD_ACCEPT" } }
    local other = wsp.listen { notify = { "FD_ACCEPT" } }
    local deferred = wsp.request(deferring)
    deferring:await "FD_ACCEPT"
    deferring:accept { decide = "defer" }

    for i = 1, 2 do
      local caller = wsp.request(other)
      check("DEFER-18", other):gets_indicated("FD_ACCEPT", { count = i })
      local accepted = other:accept { decide = "accept" }
      check("DEFER-18", accepted):succeeds()
      check("DEFER-18", caller):is_connected_to(accepted.socket)
    end

    -- Each remembers its own request when both defer.
    local third = wsp.request(other)
    check("DEFER-18", other):gets_indicated("FD_ACCEPT", { count = 3 })
    check("DEFER-18", other:accept { decide = "defer" }):fails_with "WSATRY_AGAIN"
    wsp.fence()
    check("DEFER-06", deferring):was_indicated("FD_ACCEPT", 1)
    for _, pair in ipairs { { deferring, deferred }, { other, third } } do
      local accepted = pair[1]:accept { decide = "accept" }
      check("DEFER-02", accepted.shown_caller, "lpCallerId"):equals(pair[2].address)
      check("DEFER-02", pair[2]):is_connected_to(accepted.socket)
    end
  end,
}
