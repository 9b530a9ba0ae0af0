scenario "Cleanups before the last leave a queued request and a waiting call alone" {
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
    local waited_at = wsp.listen { as = "listener with a waiting call" }
    local waiting = waited_at:begin_accept()
    check("CLEANUP-01", waiting:stays_pending(), "WSPAccept waits before the cleanups"):is_true()
    wsp.cleanup()
    wsp.cleanup()
    local accepted = listener:accept()
    check("CLEANUP-01", accepted):succeeds()
    check("CLEANUP-01", caller):is_connected_to(accepted.socket)
    wsp.request(registered, { fence = false })
    check("CLEANUP-01", registered):gets_indicated("FD_ACCEPT", { error = "none" })
    check("CLEANUP-01", waiting.finished, "WSPAccept has returned with nothing to accept"):is_false()
    local late_caller = wsp.request(waited_at, { fence = false })
    check("CLEANUP-01", late_caller):is_connected_to(waiting:outcome().socket)
    wsp.cleanup()
  end,
}
