scenario "The queue of a listener is about as long as its backlog says" {
  verifies = { "BACKLOG-04" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    local function capacity(backlog)
      local listener = wsp.listen { backlog = backlog }
      local _, _, count = wsp.crowd(listener, wsp.traits.queue_capacity + 2)
      listener:close()
      return count
    end
    local one, five = capacity(1), capacity(5)
    -- No sentence keeps the place of a listener that was closed from being free a little later.
    record("BACKLOG-04", ("backlog 5 holds %d requests here, and held %d"):format(five, wsp.traits.queue_capacity))
    check("BACKLOG-04", five, "requests queued with backlog 5"):is_at_least(1)
    check("BACKLOG-04", one, "requests queued with backlog 1"):is_at_most(five)
    check("BACKLOG-04", one, "requests queued with backlog 1"):is_at_least(1)
  end,
}
