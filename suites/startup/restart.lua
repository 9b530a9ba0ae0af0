scenario "The provider can be started again at once after the last cleanup" {
  verifies = { "CLEANUP-08" },
  isolated = true,
  needs = { "connection-oriented" },

  run = function(wsp)
    local left
    for _ = 1, 2 do
      check("CLEANUP-08", wsp.startup()):succeeds()
      if left then
        -- Never connected, so that no protocol has a reason to keep the name for a while.
        local free = wsp.wait_until(function()
          return wsp.socket():bind(left).ok
        end)
        check("CLEANUP-08", free):shows("the name of a socket left open can be taken again", "the name is still in use")
      end
      local listener = wsp.listen()
      local caller = wsp.request(listener, { fence = false })
      local accepted = listener:accept()
      check("CLEANUP-08", accepted):succeeds()
      check("CLEANUP-08", caller):is_connected_to(accepted.socket)
      accepted.socket:close()
      caller:close()
      listener:close()
      left = wsp.bound_socket({ as = "socket left open" }).address
      check("CLEANUP-08", wsp.cleanup()):succeeds()
    end
  end,
}
