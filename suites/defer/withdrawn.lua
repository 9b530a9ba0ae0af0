scenario "A request that is withdrawn while deferred yields no connection" {
  verifies = { "DEFER-15", "ACCEPT-28", "BACKLOG-11" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    for _, decision in ipairs { "accept", false } do
      local function accept(listener)
        return listener:accept { decide = decision or nil }
      end
      local listener = wsp.listen()
      local first = wsp.request(listener)
      -- Bound before the first is closed, whose address may be given out again at once.
      local next_caller = wsp.bound_socket { as = "second caller" }
      local withdrawn = first.address
      listener:accept { decide = "defer" }
      first:abort()
      local second = wsp.request(listener, { from = next_caller })
      wsp.settle()

      listener:set_blocking(false)
      local outcome = accept(listener)
      if not outcome.ok then
        check("DEFER-15", outcome):fails_with("WSAECONNRESET", "WSAEACCES")
        record("ACCEPT-28", "the withdrawal is reported as " .. outcome.error)
        outcome = accept(listener)
      elseif outcome.address:same_as(withdrawn) then
        local received = outcome.socket:receive(1)
        check("DEFER-15", not wsp.reports_decision and (not received.ok or received.count == 0)):shows(
          "the withdrawn request is reported or removed; a handshake-first provider may return a dead socket",
          "WSPAccept returned a socket for it, on which " .. tostring(received))
        record("ACCEPT-28", "the withdrawn request gave a dead socket")
        outcome = accept(listener)
      else
        check("DEFER-15", outcome):succeeds()
        record("ACCEPT-28", "the withdrawn request was removed silently")
      end
      check("BACKLOG-11", outcome):succeeds()
      check("BACKLOG-11", second):is_connected_to(outcome.socket)
    end
  end,
}
