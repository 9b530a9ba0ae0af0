scenario "Growing the backlog lets more requests in" {
  verifies = { "BACKLOG-09" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    local listener = wsp.listen { backlog = 1 }
    local _, _, admitted = wsp.crowd(listener, wsp.traits.queue_capacity + 1)
    if admitted >= wsp.traits.queue_capacity then
      undecided("BACKLOG-09", "a queue of backlog 1 is as long as one of backlog 5 here")
      return
    end

    listener:listen(5)
    local _, fates = wsp.crowd(listener, 1)
    check("BACKLOG-09", fates[1], "the caller after growing"):is_one_of("waiting", "connected")
  end,
}
