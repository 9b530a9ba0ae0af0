scenario "Group constants from the condition function leave the listener working" {
  verifies = { "GROUP-06" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, name in ipairs { "SG_UNCONSTRAINED_GROUP", "SG_CONSTRAINED_GROUP" } do
      local listener = wsp.listen()
      wsp.request(listener)
      local outcome = listener:accept {
        decide = function(request)
          request:set_group(constants[name])
          return "accept"
        end,
      }
      check("GROUP-06", outcome, name):succeeds_or_fails_with "WSAEINVAL"
      listener:set_blocking(false)
      listener:accept { decide = "reject" }
      local caller = wsp.request(listener)
      local accepted
      wsp.wait_until(function()
        accepted = listener:accept { decide = "accept" }
        return accepted.ok
      end)
      check("GROUP-06", caller):is_connected_to(accepted.socket)
    end
  end,
}
