scenario "WSPAccept without a condition function takes the oldest request" {
  verifies = { "BACKLOG-02", "ACCEPT-03" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local callers = {}
    local count = math.min(3, wsp.traits.queue_capacity)
    for i = 1, count do
      callers[i] = wsp.request(listener)
    end
    for i = 1, count do
      local accepted = listener:accept()
      check("ACCEPT-03", accepted):succeeds()
      check("BACKLOG-02", accepted.socket:peer_name().address, "the peer of accept " .. i):equals(callers[i].address)
    end
  end,
}
