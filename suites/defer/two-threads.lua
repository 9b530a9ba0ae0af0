scenario "Two threads that defer at the same time lose no request" {
  verifies = { "DEFER-03", "DEFER-20", "ACCEPT-32" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen()
    local first = wsp.request(listener)
    local second = wsp.request(listener)

    local other
    local one = listener:accept {
      thread = 1,
      decide = function()
        -- A provider may let the second call in now, or make it wait for this decision: both are legal.
        other = listener:begin_accept { decide = "defer", thread = 2 }
        other:stays_pending()
        return "defer"
      end,
    }
    check("DEFER-20", one):fails_with "WSATRY_AGAIN"
    check("DEFER-20", other):fails_with "WSATRY_AGAIN"

    listener:set_blocking(false)
    for _, caller in ipairs { first, second } do
      local accepted = listener:accept { decide = "accept" }
      check("ACCEPT-32", accepted, "after both deferrals"):succeeds()
      if not accepted.ok then
        return
      end
      check("DEFER-03", accepted.shown_caller, "lpCallerId"):equals(caller.address)
      check("ACCEPT-32", caller):is_connected_to(accepted.socket)
    end
  end,
}
