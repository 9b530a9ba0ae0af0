scenario "Growing the backlog lets more requests in" {
  verifies = { "BACKLOG-09" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    local listener = wsp.listen { backlog = 1 }
    local count = 0
    repeat
      local caller = wsp.attempt(listener)
      wsp.fence()
      local state = caller:connect_state()
      count = count + 1
    until state ~= "waiting" and state ~= "connected" or count > wsp.traits.queue_capacity
    if count > wsp.traits.queue_capacity then
      undecided("BACKLOG-09", "a queue of backlog 1 is as long as one of backlog 5 here")
      check("BACKLOG-09", listener:listen(5)):succeeds()
      return
    end

    listener:listen(5)
    local next_one = wsp.attempt(listener)
    wsp.fence()
    check("BACKLOG-09", next_one:connect_state(), "the caller after growing"):is_one_of("waiting", "connected")
  end,
}
