scenario "A withdrawn request does not keep its place for ever" {
  verifies = { "BACKLOG-11" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    local function fill(listener)
      local callers, fates = wsp.crowd(listener, wsp.traits.queue_capacity)
      for i, fate in ipairs(fates) do
        check("BACKLOG-11", fate, "caller " .. i):is_one_of("waiting", "connected")
      end
      return callers
    end
    for _, deferred in ipairs { false, true } do
      local listener = wsp.listen { backlog = 5, blocking = false }
      local callers = fill(listener)
      local leaver = callers[#callers]
      if deferred then
        local head = listener:accept { decide = "defer" }.shown_caller
        for _, caller in ipairs(callers) do
          leaver = head:same_as(caller.address) and caller or leaver
        end
      end
      leaver:abort()
      wsp.settle()
      -- Takes what is left, and lets the provider report the withdrawal where it does.
      for _ = 1, wsp.traits.queue_capacity + 1 do
        listener:accept()
      end
      fill(listener)
    end
  end,
}
