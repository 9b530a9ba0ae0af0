scenario "The condition function runs once per WSPAccept, whatever the decision" {
  verifies = { "COND-03" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local waiting = math.min(3, wsp.traits.queue_capacity)
    for _ = 1, waiting do
      wsp.request(listener)
    end
    local decisions = { "defer", "reject", "accept", "accept" }
    for i = 1, waiting + 1 do
      local decision = decisions[i]
      local outcome = listener:accept { decide = decision }
      check("COND-03", #outcome.conditions, "condition calls for " .. decision):equals(1)
    end
  end,
}
