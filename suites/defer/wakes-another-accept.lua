scenario "A WSPAccept that waits is given the request that another one defers" {
  verifies = { "DEFER-20" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)

    local other
    listener:accept {
      thread = 1,
      decide = function()
        -- Whether it is let in now or has to wait for this decision: afterwards a request is there for it.
        other = listener:begin_accept { decide = "defer", thread = 2 }
        other:stays_pending()
        return "defer"
      end,
    }
    local returned = wsp.wait_until(function()
      return other.finished
    end)
    if not check("DEFER-20", returned, "the WSPAccept that had no request returned"):is_true() then
      listener:close()
      return
    end
    check("DEFER-20", other):fails_with "WSATRY_AGAIN"
    check("DEFER-20", caller):is_connected_to(listener:accept().socket)
  end,
}
