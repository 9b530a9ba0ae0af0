scenario "A request beyond a full queue is refused and never shown to the listener" {
  verifies = { "BACKLOG-04", "BACKLOG-05" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    local listener = wsp.listen { backlog = 2, notify = { "FD_ACCEPT" } }
    local admitted, refused = {}, nil
    for _ = 1, wsp.traits.queue_capacity + 1 do
      local caller = wsp.attempt(listener)
      wsp.fence()
      local state = caller:connect_state()
      if state ~= "waiting" and state ~= "connected" then
        refused = state
        break
      end
      admitted[#admitted + 1] = caller
      listener:await "FD_ACCEPT"
    end
    check("BACKLOG-04", refused or "no refusal", "the caller beyond the queue"):equals "WSAECONNREFUSED"
    check("BACKLOG-04", #admitted, "requests queued with backlog 2"):is_at_most(wsp.traits.queue_capacity)
    check("BACKLOG-05", listener):was_indicated("FD_ACCEPT", 1)

    for i, caller in ipairs(admitted) do
      local accepted = listener:accept { decide = "accept" }
      check("BACKLOG-05", accepted.condition.caller_id, "lpCallerId of request " .. i):equals(caller.address)
    end
    local after = listener:accept { decide = "accept" }
    check("BACKLOG-05", after):fails_with "WSAEWOULDBLOCK"
    check("BACKLOG-05", #after.conditions, "condition calls for the refused request"):equals(0)
  end,
}
