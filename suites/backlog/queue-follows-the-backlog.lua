scenario "The queue of a listener is about as long as its backlog says" {
  verifies = { "BACKLOG-04" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    local function capacity(backlog)
      local listener = wsp.listen { backlog = backlog }
      local count = 0
      while count <= wsp.traits.queue_capacity + 1 do
        local caller = wsp.attempt(listener)
        wsp.fence()
        local state = caller:connect_state()
        if state ~= "waiting" and state ~= "connected" then
          break
        end
        count = count + 1
      end
      listener:close()
      return count
    end
    local one, five = capacity(1), capacity(5)
    check("BACKLOG-04", five, "requests queued with backlog 5"):equals(wsp.traits.queue_capacity)
    check("BACKLOG-04", one, "requests queued with backlog 1"):is_at_most(five)
    check("BACKLOG-04", one, "requests queued with backlog 1"):is_at_least(1)
  end,
}
