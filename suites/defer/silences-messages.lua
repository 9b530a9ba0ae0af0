local function silence(mechanism)
  return function(wsp)
    local listener = wsp.listen { notify = { "FD_ACCEPT" }, mechanism = mechanism }
    local first = wsp.request(listener)
    check("NOTIFY-02", listener):gets_indicated("FD_ACCEPT", { error = "none" })

    check("DEFER-01", listener:accept { decide = "defer" }):fails_with "WSATRY_AGAIN"
    wsp.fence()
    check("DEFER-05", listener):was_indicated("FD_ACCEPT", 1)

    local second = wsp.request(listener)
    check("DEFER-06", listener):was_indicated("FD_ACCEPT", 1)

    local accepted = listener:accept { decide = "accept" }
    check("DEFER-02", accepted.shown_caller, "lpCallerId"):equals(first.address)
    check("DEFER-07", listener):gets_indicated("FD_ACCEPT", { count = 2, error = "none" })
    wsp.fence()
    check("DEFER-06", listener):was_indicated("FD_ACCEPT", 2)

    local after = listener:accept { decide = "accept" }
    check("DEFER-07", after.shown_caller, "lpCallerId"):equals(second.address)
  end
end

scenario "A deferred request silences FD_ACCEPT until it is accepted (window message)" {
  verifies = { "DEFER-01", "DEFER-02", "DEFER-05", "DEFER-06", "DEFER-07", "NOTIFY-02" },
  needs = { "connection-oriented", "queue-of-two" },
  run = silence "message",
}
