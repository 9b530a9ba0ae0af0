scenario "A withdrawn request does not keep its place for ever" {
  verifies = { "BACKLOG-11" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    local listener = wsp.listen { backlog = 5, blocking = false }
    local function fill()
      local callers = {}
      for i = 1, wsp.traits.queue_capacity do
        callers[i] = wsp.attempt(listener)
        wsp.fence()
        check("BACKLOG-11", callers[i]:connect_state(), "caller " .. i):is_one_of("waiting", "connected")
      end
      return callers
    end
    local callers = fill()
    callers[#callers]:abort()
    wsp.fence()
    -- Takes what is left, and lets the provider report the withdrawal where it does.
    for _ = 1, wsp.traits.queue_capacity + 1 do
      listener:accept()
    end
    fill()
  end,
}
