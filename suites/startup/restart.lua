scenario "The provider can be started again at once after the last cleanup" {
  verifies = { "CLEANUP-08" },
  isolated = true,
  needs = { "connection-oriented" },

  run = function(wsp)
    for _ = 1, 2 do
      check("CLEANUP-08", wsp.startup()):succeeds()
      local listener = wsp.listen()
      local caller = wsp.request(listener, { fence = false })
      local accepted = listener:accept()
      check("CLEANUP-08", accepted):succeeds()
      check("CLEANUP-08", caller):is_connected_to(accepted.socket)
      accepted.socket:close()
      caller:close()
      listener:close()
      check("CLEANUP-08", wsp.cleanup()):succeeds()
    end
  end,
}
