scenario "Cleanups before the last leave a queued request alone" {
  verifies = { "CLEANUP-01" },
  isolated = true,
  needs = { "connection-oriented" },

  run = function(wsp)
    for _ = 1, 3 do
      wsp.startup()
    end
    local listener = wsp.listen()
    local caller = wsp.request(listener, { fence = false })
    local registered = wsp.listen { as = "registered listener", notify = { "FD_ACCEPT" } }
    wsp.cleanup()
    wsp.cleanup()
    local accepted = listener:accept()
    check("CLEANUP-01", accepted):succeeds()
    check("CLEANUP-01", caller):is_connected_to(accepted.socket)
    wsp.request(registered, { fence = false })
    check("CLEANUP-01", registered):gets_indicated("FD_ACCEPT", { error = "none" })
    wsp.cleanup()
  end,
}
