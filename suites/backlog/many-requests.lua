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
    for i, caller in ipairs(callers) do
      local accepted = listener:accept { decide = "accept" }
      check("BACKLOG-02", accepted.condition.caller_id, "lpCallerId of request " .. i):equals(caller.address)
    end
  end,
}
