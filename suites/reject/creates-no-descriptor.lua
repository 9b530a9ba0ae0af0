scenario "A rejection leaves no descriptor behind" {
  verifies = { "REJECT-08" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.fence()
    --- The balance is struck from before the request: its descriptor may be made when it arrives, and is closed then.
    local function leaves_none(what, decide)
      local caller = wsp.bound_socket { as = "caller" }
      local mark = wsp.upcalls:mark()
      check("REJECT-08", decide(caller).socket, "a socket " .. what):is_absent()
      if not wsp.entry.flags.XP1_IFS_HANDLES then
        local made = #wsp.upcalls:since(mark, "WPUCreateSocketHandle")
        local closed = #wsp.upcalls:since(mark, "WPUCloseSocketHandle")
        check("REJECT-08", made - closed, "descriptors made and not closed " .. what):equals(0)
      end
    end

    leaves_none("by a rejection", function(caller)
      wsp.request(listener, { from = caller })
      return listener:accept { decide = "reject" }
    end)
    leaves_none("by a rejection after a deferral", function(caller)
      wsp.request(listener, { from = caller })
      listener:accept { decide = "defer" }
      return listener:accept { decide = "reject" }
    end)
    leaves_none("by a WSPAccept that had to wait", function(caller)
      local pending = listener:begin_accept { decide = "reject" }
      wsp.fence()
      wsp.request(listener, { from = caller, fence = false })
      return pending:outcome()
    end)
  end,
}
