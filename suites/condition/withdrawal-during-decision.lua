scenario "A decision is not applied to another request when the one that was shown is withdrawn meanwhile" {
  verifies = { "COND-19", "COND-23" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    for _, decision in ipairs { "accept", "reject" } do
      local listener = wsp.listen { blocking = false }
      local first, second = wsp.request(listener), wsp.request(listener)
      local gone, unchanged = first.address, nil
      listener:await_readable()
      local outcome = listener:accept {
        decide = function(request)
          first:abort()
          wsp.settle()
          unchanged = request:unchanged()
          return decision
        end,
      }
      check("COND-19", unchanged, "all parameters read the same after the caller gave up"):is_true()
      -- With whatever code it fails; a provider that has not noticed yet gives a socket on which nothing comes.
      if outcome.ok then
        check("COND-23", outcome.address, "addr"):equals(gone)
      end
      check("COND-23", second):is_still_waiting()

      local after
      wsp.wait_until(function()
        after = listener:accept { decide = "accept" }
        return after.ok and after.address:same_as(second.address)
      end)
      check("COND-23", second):is_connected_to(after.socket)
    end
  end,
}
