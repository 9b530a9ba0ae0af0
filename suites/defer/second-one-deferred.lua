scenario "The request behind an accepted one can be deferred in its turn" {
  verifies = { "DEFER-02", "DEFER-03" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen()
    local callers = {}
    local count = math.min(3, wsp.traits.queue_capacity)
    for i = 1, count do
      callers[i] = wsp.request(listener)
    end

    local first = listener:accept { decide = "accept" }
    check("DEFER-03", first.shown_caller, "lpCallerId of the first"):equals(callers[1].address)
    local deferral = listener:accept { decide = "defer" }
    check("DEFER-03", deferral.shown_caller, "lpCallerId of the deferred"):equals(callers[2].address)
    local second = listener:accept { decide = "accept" }
    check("DEFER-03", second.shown_caller, "lpCallerId after the deferral"):equals(callers[2].address)
    check("DEFER-02", callers[2]):is_connected_to(second.socket)
    if count == 3 then
      local third = listener:accept { decide = "accept" }
      check("DEFER-03", third.shown_caller, "lpCallerId of the last"):equals(callers[3].address)
    end
  end,
}
