scenario "The blocking callback is called as it was delivered" {
  verifies = { "UPCALL-11" },
  needs = { "connection-oriented", "blocking-hook" },

  run = function(wsp)
    local listener = wsp.listen()
    local calls = 0
    wsp.blocking_hook(function()
      calls = calls + 1
      return true
    end)
    local pending = listener:begin_accept()
    local called = wsp.wait_until(function()
      return calls > 1
    end)
    wsp.blocking_hook(nil)
    check("UPCALL-11", called, "the callback is called while WSPAccept waits"):is_true()
    wsp.request(listener, { fence = false })
    check("UPCALL-11", pending):succeeds()
    check("UPCALL-11", wsp.hook_faults(), "calls with another context or on another thread"):equals {}
  end,
}
