scenario "A layer with XP1_IFS_HANDLES gives out the handle of the provider below" {
  verifies = { "LAYER-09" },
  needs = { "layered", "ifs", "connection-oriented" },
  isolated = true,

  run = function(wsp)
    wsp.below:watch()
    wsp.startup()
    local listener = wsp.listen()
    if wsp.below.opened == 0 then
      undecided("LAYER-09", "the sockets of the provider below cannot be watched")
    else
      check("LAYER-09", listener.handle, "the descriptor"):equals(wsp.below.latest_socket)
      wsp.request(listener, { fence = false })
      local accepted = listener:accept()
      check("LAYER-09", accepted.socket.handle, "the accepted descriptor"):equals(wsp.below.latest_socket)
    end
    wsp.cleanup()
  end,
}
