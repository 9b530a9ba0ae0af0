scenario "The descriptor of a closed socket is given back once" {
  verifies = { "UPCALL-06", "UPCALL-19" },
  needs = { "connection-oriented", "non-ifs" },

  run = function(wsp)
    local connection = wsp.connection()
    for _, socket in ipairs { connection.caller, connection.callee, connection.listener } do
      local mark = wsp.upcalls:mark()
      check("UPCALL-06", socket:close()):succeeds()
      -- A provider may linger before it does.
      wsp.wait_until(function()
        return #wsp.upcalls:since(mark, "WPUCloseSocketHandle") > 0
      end)
      wsp.fence()
      local times = 0
      for _, upcall in ipairs(wsp.upcalls:since(mark, "WPUCloseSocketHandle")) do
        if upcall.arguments[1] == socket.handle then
          times = times + 1
          check("UPCALL-19", upcall.errno_missing, "lpErrno is NULL"):is_false()
        end
      end
      check("UPCALL-06", times, ("times that the descriptor of the %s was given back"):format(socket.actor)):equals(1)
    end
  end,
}
