-- More than any probe has seen, where the provider admits them.
local most = 32

scenario "A long queue keeps its order" {
  verifies = { "BACKLOG-02", "BACKLOG-10" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.bound_socket { as = "listener" }
    check("BACKLOG-10", listener:listen(200)):succeeds()
    local callers = {}
    for i = 1, wsp.traits.queue_capacity do
      callers[i] = wsp.request(listener)
    end
    -- Whoever comes beyond what is known of the queue must not be kept waiting outside it, unnoticed.
    local admission_shows = not wsp.reports_decision or wsp.traits.queue == "refuses"
    if admission_shows then
      local more, fates = wsp.crowd(listener, most - #callers)
      for i, fate in ipairs(fates) do
        if fate ~= (wsp.reports_decision and "waiting" or "connected") then
          break
        end
        callers[#callers + 1] = more[i]
      end
    else
      wsp.settle()
    end
    listener:set_blocking(false)
    for i, caller in ipairs(callers) do
      local accepted = listener:accept { decide = "accept" }
      if accepted.error == "WSAEWOULDBLOCK" and i > wsp.traits.queue_capacity then
        break
      end
      check("BACKLOG-02", accepted.condition.caller_id, "lpCallerId of request " .. i):equals(caller.address)
    end
  end,
}
