scenario "A decision is applied to the request that was shown, whatever arrives meanwhile" {
  verifies = { "COND-23", "COND-25" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local function arrival(decision)
      local listener = wsp.listen()
      local shown, newcomer = wsp.request(listener), nil
      local outcome = listener:accept {
        decide = function()
          newcomer = wsp.request(listener)
          return decision
        end,
      }
      check("COND-23", newcomer):is_still_waiting()
      if decision == "accept" then
        check("COND-23", outcome.address, "addr"):equals(shown.address)
        check("COND-23", shown):is_connected_to(outcome.socket)
      else
        check("COND-23", shown):was_refused()
      end
      local after = listener:accept { decide = "accept" }
      check("COND-25", after.shown_caller, "lpCallerId of the next"):equals(newcomer.address)
      check("COND-23", newcomer):is_connected_to(after.socket)
    end
    arrival "accept"
    arrival "reject"
  end,
}
