scenario "Requests stay queued until they are decided" {
  verifies = { "BACKLOG-01", "BACKLOG-02" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local callers = {}
    local count = math.min(3, wsp.traits.queue_capacity)
    for i = 1, count do
      callers[i] = wsp.request(listener)
    end
    for i = 1, count do
      check("BACKLOG-01", callers[i]):is_still_waiting()
    end
    for i = 1, count do
      local accepted = listener:accept { decide = "accept" }
      check("BACKLOG-02", accepted.address, "addr of request " .. i):equals(callers[i].address)
      check("BACKLOG-01", callers[i]):is_connected_to(accepted.socket)
    end
  end,
}
