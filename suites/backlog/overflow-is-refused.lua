--- The fate of the caller with this address, which is presented once.
local function take_fate(callers, fates, address)
  for i, caller in ipairs(callers) do
    if address:same_as(caller.address) then
      local fate = fates[i]
      fates[i] = "presented before"
      return fate
    end
  end
  return "none of the callers"
end

scenario "A request beyond a full queue is refused and never shown to the listener" {
  verifies = { "BACKLOG-04", "BACKLOG-05" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    local listener = wsp.listen { backlog = 2, notify = { "FD_ACCEPT" } }
    local first = wsp.request(listener)
    listener:await "FD_ACCEPT"
    local callers, fates, admitted = wsp.crowd(listener, wsp.traits.queue_capacity)
    check("BACKLOG-04", admitted + 1, "requests queued with backlog 2"):is_at_most(wsp.traits.queue_capacity)
    for _, fate in ipairs(fates) do
      check("BACKLOG-04", fate, "a caller of a full queue"):is_one_of("waiting", "connected", "WSAECONNREFUSED")
    end
    check("BACKLOG-05", listener):was_indicated("FD_ACCEPT", 1)

    local head = listener:accept { decide = "accept" }
    check("BACKLOG-05", head.shown_caller, "lpCallerId of request 1"):equals(first.address)
    for i = 2, admitted + 1 do
      local accepted = listener:accept { decide = "accept" }
      check("BACKLOG-05", take_fate(callers, fates, accepted.shown_caller), "the caller of request " .. i)
        :is_one_of("waiting", "connected")
    end
    local after = listener:accept { decide = "accept" }
    check("BACKLOG-05", after):fails_with "WSAEWOULDBLOCK"
    check("BACKLOG-05", #after.conditions, "condition calls for the refused request"):equals(0)
  end,
}
