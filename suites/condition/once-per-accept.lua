scenario "The condition function runs once per WSPAccept, whatever the decision" {
  verifies = { "COND-03" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    for _ = 1, 3 do
      wsp.request(listener)
    end
    for _, decision in ipairs { "defer", "reject", "accept", "accept" } do
      local outcome = listener:accept { decide = decision }
      check("COND-03", #outcome.conditions, "condition calls for " .. decision):equals(1)
    end
  end,
}
