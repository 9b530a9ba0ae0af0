scenario "Rejecting a request frees one place in a full queue" {
  verifies = { "BACKLOG-07" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    for _, decisions in ipairs { { "reject" }, { "defer", "reject" } } do
      local listener = wsp.listen { backlog = 5 }
      for _ = 1, wsp.traits.queue_capacity do
        wsp.request(listener)
      end
      wsp.settle()
      for _, decision in ipairs(decisions) do
        listener:accept { decide = decision }
      end
      local _, fates = wsp.crowd(listener, 1)
      check("BACKLOG-07", fates[1], "the caller after a rejection"):is_one_of("waiting", "connected")
    end
  end,
}
