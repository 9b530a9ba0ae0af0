scenario "A layer with XP1_IFS_HANDLES gives out the handle of the provider below" {
  verifies = { "LAYER-09" },
  needs = { "layered", "ifs", "connection-oriented" },
  isolated = true,

  run = function(wsp)
    wsp.below:watch()
    wsp.startup()
    local decided = false
    --- Makes a descriptor. Where more than one was opened below the others are the layer's own business, and which is
    --- the client's cannot be seen.
    local function compare(make, what)
      local opened = wsp.below.opened
      local socket = make()
      if wsp.below.opened == opened + 1 then
        check("LAYER-09", socket.handle, what):equals(wsp.below.latest_socket)
        decided = true
      end
    end

    compare(wsp.socket, "the descriptor")
    local listener = wsp.listen()
    wsp.request(listener, { fence = false })
    compare(function()
      return listener:accept().socket
    end, "the accepted descriptor")
    if not decided then
      undecided("LAYER-09", "the sockets of the provider below cannot be watched")
    end
    wsp.cleanup()
  end,
}
