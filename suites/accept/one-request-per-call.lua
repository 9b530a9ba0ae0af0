scenario "Each WSPAccept disposes of exactly one request" {
  verifies = { "ACCEPT-31", "COND-03" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { blocking = false }
    for _, decisions in ipairs { { "reject", "accept", "reject" }, { false, "accept", false } } do
      local callers = {}
      for i = 1, math.min(#decisions, wsp.traits.queue_capacity) do
        callers[i] = wsp.request(listener)
      end
      for i = 1, #callers do
        local decision = decisions[i]
        listener:await_readable()
        local outcome = listener:accept { decide = decision or nil }
        check("COND-03", #outcome.conditions, "condition calls in accept " .. i):equals(decision and 1 or 0)
        check("ACCEPT-31", outcome.address, "addr in accept " .. i):equals(callers[i].address)
      end
      check("ACCEPT-31", listener:accept { decide = "accept" }):fails_with "WSAEWOULDBLOCK"
    end
  end,
}
