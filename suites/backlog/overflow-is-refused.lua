scenario "A request beyond a full queue is refused and never shown to the listener" {
  verifies = { "BACKLOG-04", "BACKLOG-05" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    local listener = wsp.listen { backlog = 2, notify = { "FD_ACCEPT" } }
    local first = wsp.request(listener)
    listener:await "FD_ACCEPT"
    local callers, fates, admitted = wsp.crowd(listener, wsp.traits.queue_capacity)
    check("BACKLOG-04", fates[admitted + 1] or "no refusal", "the caller beyond the queue"):equals "WSAECONNREFUSED"
    check("BACKLOG-04", admitted + 1, "requests queued with backlog 2"):is_at_most(wsp.traits.queue_capacity)
    check("BACKLOG-05", listener):was_indicated("FD_ACCEPT", 1)

    table.insert(callers, 1, first)
    for i = 1, admitted + 1 do
      local accepted = listener:accept { decide = "accept" }
      check("BACKLOG-05", accepted.shown_caller, "lpCallerId of request " .. i):equals(callers[i].address)
    end
    local after = listener:accept { decide = "accept" }
    check("BACKLOG-05", after):fails_with "WSAEWOULDBLOCK"
    check("BACKLOG-05", #after.conditions, "condition calls for the refused request"):equals(0)
  end,
}
