scenario "A request beyond a full queue is refused and never shown to the listener" {
  verifies = { "BACKLOG-04", "BACKLOG-05" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    local listener = wsp.listen { backlog = 2 }
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
    end
    check("BACKLOG-04", refused or "no refusal", "the caller beyond the queue"):equals "WSAECONNREFUSED"
    check("BACKLOG-04", #admitted, "requests queued with backlog 2"):is_at_most(wsp.traits.queue_capacity)

    for i, caller in ipairs(admitted) do
      local accepted = listener:accept { decide = "accept" }
      check("BACKLOG-05", accepted.condition.caller_id, "lpCallerId of request " .. i):equals(caller.address)
    end
    listener:set_blocking(false)
    local after = listener:accept { decide = "accept" }
    check("BACKLOG-05", after):fails_with "WSAEWOULDBLOCK"
    check("BACKLOG-05", #after.conditions, "condition calls for the refused request"):equals(0)
  end,
}
