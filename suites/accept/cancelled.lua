scenario "A blocking WSPAccept that is cancelled fails with WSAEINTR" {
  verifies = { "ACCEPT-26", "COND-04" },
  needs = { "connection-oriented", "blocking-hook" },

  run = function(wsp)
    local listener = wsp.listen()
    for _, decision in ipairs { "accept", false } do
      wsp.blocking_hook(function()
        return "cancel"
      end)
      local outcome = listener:accept { decide = decision or nil }
      wsp.blocking_hook(nil)
      check("ACCEPT-26", outcome):fails_with "WSAEINTR"
      check("COND-04", #outcome.conditions, "condition calls"):equals(0)
    end

    local caller = wsp.request(listener)
    local accepted = listener:accept { decide = "accept" }
    check("ACCEPT-26", accepted):succeeds()
    check("ACCEPT-26", caller):is_connected_to(accepted.socket)
  end,
}
