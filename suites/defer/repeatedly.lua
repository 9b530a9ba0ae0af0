scenario "A request may be deferred many times before it is accepted" {
  verifies = { "DEFER-09", "DEFER-17", "DEFER-12" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    local before = wsp.upcalls:open_handles()
    local first

    for _ = 1, 32 do
      local deferral = listener:accept { decide = "defer" }
      check("DEFER-09", deferral):fails_with "WSATRY_AGAIN"
      first = first or deferral.condition
      check("DEFER-12", deferral.condition.caller_id, "lpCallerId"):equals(first.caller_id)
      check("DEFER-12", deferral.condition.callee_id, "lpCalleeId"):equals(first.callee_id)
    end
    if wsp.entry.flags.XP1_IFS_HANDLES then
      undecided("DEFER-17", "handles of the operating system are closed without an upcall")
    else
      check("DEFER-17", wsp.upcalls:open_handles(), "open descriptors"):equals(before)
    end

    local accepted = listener:accept { decide = "accept" }
    check("DEFER-09", accepted):succeeds()
    check("DEFER-09", caller):is_connected_to(accepted.socket)
  end,
}
