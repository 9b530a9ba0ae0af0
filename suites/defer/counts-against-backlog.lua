scenario "A deferred request goes on counting against the backlog" {
  verifies = { "BACKLOG-14" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    local listener = wsp.listen { backlog = 5 }
    for _ = 1, wsp.traits.queue_capacity do
      wsp.request(listener)
    end
    wsp.settle()
    listener:accept { decide = "defer" }

    local extra = wsp.attempt(listener)
    check("BACKLOG-14", extra:connect_result(), "the caller beyond the queue"):equals "WSAECONNREFUSED"
  end,
}
