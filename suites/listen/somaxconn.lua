scenario "SOMAXCONN gives a queue no smaller than a small explicit one" {
  verifies = { "LISTEN-07" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { backlog = constants.SOMAXCONN }
    local count = wsp.traits.queue_capacity >= 3 and 3 or wsp.traits.queue_capacity
    local callers = {}
    for i = 1, count do
      callers[i] = wsp.request(listener)
      check("LISTEN-07", callers[i]):is_still_waiting()
    end
    listener:set_blocking(false)
    for i = 1, count do
      listener:await_readable()
      local accepted = listener:accept { decide = "accept" }
      check("LISTEN-07", accepted):succeeds()
      check("LISTEN-07", callers[i]):is_connected_to(accepted.socket)
    end
  end,
}
