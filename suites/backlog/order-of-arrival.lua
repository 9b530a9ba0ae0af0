scenario "The order is that of the requests, not that of the callers' names or sockets" {
  verifies = { "BACKLOG-02" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen()
    local callers = {}
    local order = wsp.traits.queue_capacity < 3 and { 2, 1 } or { 2, 3, 1 }
    for i = 1, #order do
      callers[i] = wsp.bound_socket { as = "caller" }
    end
    for _, i in ipairs(order) do
      wsp.request(listener, { from = callers[i] })
    end
    for _, i in ipairs(order) do
      local accepted = listener:accept()
      check("BACKLOG-02", accepted.address, "addr"):equals(callers[i].address)
      check("BACKLOG-02", callers[i]):is_connected_to(accepted.socket)
    end
  end,
}
