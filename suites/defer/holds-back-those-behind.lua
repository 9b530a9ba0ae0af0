scenario "Requests behind a deferred one come in their order once it is decided" {
  verifies = { "DEFER-03", "BACKLOG-02" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local callers = {}
    local count = math.min(3, wsp.traits.queue_capacity)
    for i = 1, count do
      callers[i] = wsp.request(listener)
    end

    for _ = 1, 2 do
      local deferral = listener:accept { decide = "defer" }
      check("DEFER-03", deferral.shown_caller, "lpCallerId"):equals(callers[1].address)
    end
    for i = 1, count do
      local accepted = listener:accept { decide = "accept" }
      check("BACKLOG-02", accepted.shown_caller, "lpCallerId of request " .. i):equals(callers[i].address)
      check("BACKLOG-02", callers[i]):is_connected_to(accepted.socket)
    end
  end,
}
