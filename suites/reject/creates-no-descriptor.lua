scenario "A rejection leaves no descriptor behind" {
  verifies = { "REJECT-08" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.fence()

    --- How many descriptors made since then were not closed, and how many more than once.
    local function balance(mark)
      local closings, open, twice = {}, 0, 0
      for _, upcall in ipairs(wsp.upcalls:since(mark, "WPUCloseSocketHandle")) do
        local descriptor = upcall.arguments[1]
        closings[descriptor] = (closings[descriptor] or 0) + 1
      end
      for _, upcall in ipairs(wsp.upcalls:since(mark, "WPUCreateSocketHandle")) do
        local times = closings[upcall.result] or 0
        open = open + (times == 0 and 1 or 0)
        twice = twice + (times > 1 and 1 or 0)
      end
      return open, twice
    end

    -- The descriptor may be made as soon as the request arrives.
    local function leaves_none(what, decide)
      local caller = wsp.bound_socket { as = "caller" }
      local mark = wsp.upcalls:mark()
      check("REJECT-08", decide(caller).socket, "a socket " .. what):is_absent()
      if not wsp.entry.flags.XP1_IFS_HANDLES then
        wsp.wait_until(function()
          return balance(mark) == 0
        end)
        local open, twice = balance(mark)
        check("REJECT-08", open, "descriptors made and not closed " .. what):equals(0)
        check("REJECT-08", twice, "descriptors closed twice " .. what):equals(0)
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
