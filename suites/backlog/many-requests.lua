-- More than any probe has seen, where the provider admits them.
local most = 32

scenario "A long queue keeps its order" {
  verifies = { "BACKLOG-02", "BACKLOG-10" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.bound_socket { as = "listener" }
    check("BACKLOG-10", listener:listen(200)):succeeds()
    local callers, fates = {}, {}
    -- Only where admission shows it is known who is in the queue, and not kept waiting outside it.
    local admitted = not wsp.reports_decision and "connected" or wsp.traits.queue == "refuses" and "waiting"
    if admitted then
      callers, fates = wsp.crowd(listener, most)
    else
      for i = 1, math.min(3, wsp.traits.queue_capacity) do
        callers[i] = wsp.request(listener)
      end
      wsp.settle()
    end
    listener:set_blocking(false)
    for i, caller in ipairs(callers) do
      if admitted and fates[i] ~= admitted and i > wsp.traits.queue_capacity then
        break
      end
      local accepted = listener:accept { decide = "accept" }
      if accepted.error == "WSAEWOULDBLOCK" and i > wsp.traits.queue_capacity then
        break
      end
      check("BACKLOG-02", accepted.shown_caller, "lpCallerId of request " .. i):equals(caller.address)
    end
  end,
}
