scenario "All that the condition function sees describes the request at the head" {
  verifies = { "COND-25", "CONNDATA-21" },
  needs = { "connection-oriented", "connect-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local callers = {}
    local count = math.min(3, wsp.traits.queue_capacity)
    for i = 1, count do
      callers[i] = wsp.request(listener, { data = ("caller %d"):format(i):sub(1, wsp.traits.connect_data_limit) })
    end
    for i = 1, count do
      local accepted = listener:accept { decide = "accept" }
      check("COND-25", accepted.shown_caller, "lpCallerId"):equals(callers[i].address)
      check("CONNDATA-21", accepted.condition.caller_data, "lpCallerData"):equals(
        ("caller %d"):format(i):sub(1, wsp.traits.connect_data_limit))
    end
  end,
}
