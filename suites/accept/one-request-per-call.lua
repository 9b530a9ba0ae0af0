scenario "Each WSPAccept disposes of exactly one request" {
  verifies = { "ACCEPT-31", "COND-03" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local decisions = { "reject", "accept", "reject" }
    local callers = {}
    for i = 1, math.min(#decisions, wsp.traits.queue_capacity) do
      callers[i] = wsp.request(listener)
    end
    listener:set_blocking(false)
    for i = 1, #callers do
      local decision = decisions[i]
      local outcome = listener:accept { decide = decision }
      check("COND-03", #outcome.conditions, "condition calls in accept " .. i):equals(1)
      check("ACCEPT-31", outcome.condition.caller_id, "lpCallerId in accept " .. i):equals(callers[i].address)
    end
    check("ACCEPT-31", listener:accept { decide = "accept" }):fails_with "WSAEWOULDBLOCK"
  end,
}
