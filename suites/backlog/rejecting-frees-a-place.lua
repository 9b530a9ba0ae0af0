scenario "Rejecting a request frees one place in a full queue" {
  verifies = { "BACKLOG-07" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    local listener = wsp.listen { backlog = 5 }
    for _ = 1, wsp.traits.queue_capacity do
      wsp.request(listener)
    end
    listener:accept { decide = "reject" }
    local next_one = wsp.attempt(listener)
    wsp.fence()
    check("BACKLOG-07", next_one:connect_state(), "the caller after a rejection"):is_one_of("waiting", "connected")
  end,
}
