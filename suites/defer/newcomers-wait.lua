scenario "A request that arrives during a deferral waits behind it" {
  verifies = { "DEFER-03" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen()
    local first = wsp.request(listener)
    listener:accept { decide = "defer" }
    local second = wsp.request(listener)
    for _, decision in ipairs { "defer", "defer", "accept" } do
      local outcome = listener:accept { decide = decision }
      check("DEFER-03", outcome.shown_caller, "lpCallerId"):equals(first.address)
    end
    check("DEFER-03", listener:accept { decide = "accept" }.shown_caller, "lpCallerId of the next"):equals(
      second.address)
  end,
}
