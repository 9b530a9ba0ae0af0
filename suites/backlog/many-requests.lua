-- More than any probe has seen, where the provider admits them. Where nothing shows that a request has arrived each
-- costs a wait, so that they are fewer there.
local most_connected, most_waiting = 32, 13

--- Callers in the order in which their requests arrived, and the fate of each.
local function queue_up(wsp, listener)
  if not wsp.reports_decision then
    return wsp.crowd(listener, most_connected)
  end
  -- Only refusals tell who is in the queue, and not kept waiting outside it.
  local refuses = wsp.traits.queue == "refuses"
  local callers, fates = {}, {}
  for i = 1, refuses and most_waiting or math.min(3, wsp.traits.queue_capacity) do
    callers[i] = wsp.attempt(listener)
    wsp.settle()
  end
  wsp.settle()
  for i, caller in ipairs(callers) do
    fates[i] = caller:connect_state()
  end
  return callers, fates
end

scenario "A long queue keeps its order" {
  verifies = { "BACKLOG-02", "BACKLOG-10" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.bound_socket { as = "listener" }
    check("BACKLOG-10", listener:listen(200)):succeeds()
    local callers, fates = queue_up(wsp, listener)
    local queued = wsp.reports_decision and "waiting" or "connected"
    listener:set_blocking(false)
    for i, caller in ipairs(callers) do
      if fates[i] ~= queued and i > wsp.traits.queue_capacity then
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
