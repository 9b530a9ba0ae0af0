scenario "A blocking listener presents its deferred request at once" {
  verifies = { "DEFER-13", "DEFER-02" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    listener:accept { decide = "defer" }

    local mark = wsp.upcalls:mark()
    local pending = listener:begin_accept { decide = "defer" }
    local returned = wsp.wait_until(function()
      return pending.finished
    end)
    check("DEFER-02", returned, "WSPAccept found the deferred request"):is_true()
    check("DEFER-13", returned, "WSPAccept returned"):is_true()
    if not returned then
      listener:close()
      return
    end
    local again = pending:outcome()
    check("DEFER-13", again):fails_with "WSATRY_AGAIN"
    check("DEFER-13", #again.conditions, "condition calls"):equals(1)
    check("DEFER-13", #wsp.upcalls:since(mark, "WPUQueryBlockingCallback"), "blocking-hook queries"):equals(0)
    check("DEFER-02", caller):is_connected_to(listener:accept().socket)
  end,
}
