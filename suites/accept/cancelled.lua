scenario "A blocking WSPAccept that is cancelled fails with WSAEINTR" {
  verifies = { "ACCEPT-26", "COND-04" },
  needs = { "connection-oriented", "blocking-hook" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.blocking_hook(function()
      return "cancel"
    end)
    local outcome = listener:accept { decide = "accept" }
    wsp.blocking_hook(nil)
    check("ACCEPT-26", outcome):fails_with "WSAEINTR"
    check("COND-04", #outcome.conditions, "condition calls"):equals(0)

    local caller = wsp.request(listener)
    local accepted = listener:accept { decide = "accept" }
    check("ACCEPT-26", accepted):succeeds()
    check("ACCEPT-26", caller):is_connected_to(accepted.socket)
  end,
}
