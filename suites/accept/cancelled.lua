scenario "A blocking WSPAccept that is cancelled fails with WSAEINTR" {
  verifies = { "ACCEPT-26", "COND-04" },
  needs = { "connection-oriented", "blocking-hook" },

  run = function(wsp)
    local listener = wsp.listen()
    for _, decision in ipairs { "accept", false } do
      wsp.blocking_hook(function()
        return "cancel"
      end)
      local outcome = listener:accept { decide = decision or nil, thread = 1 }
      wsp.blocking_hook(nil)
      check("ACCEPT-26", outcome):fails_with "WSAEINTR"
      check("COND-04", #outcome.conditions, "condition calls"):equals(0)

      -- The next call of that thread has to wait as well, and nobody cancels it.
      local pending = listener:begin_accept { decide = decision or nil, thread = 1 }
      wsp.fence()
      check("ACCEPT-26", pending.finished, "WSPAccept returned on an empty queue"):is_false()
      local caller = wsp.request(listener, { fence = false })
      check("ACCEPT-26", pending):succeeds()
      check("ACCEPT-26", caller):is_connected_to(pending:outcome().socket)
    end
  end,
}
