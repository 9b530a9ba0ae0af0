scenario "WSPAccept on another listener from inside a blocking callback" {
  verifies = { "ACCEPT-27" },
  needs = { "connection-oriented", "blocking-hook" },

  run = function(wsp)
    local listener = wsp.listen()
    local other = wsp.listen { blocking = false, as = "other listener" }
    local nested
    wsp.blocking_hook(function()
      nested = nested or other:accept { thread = "inside" }
      return true
    end)
    local pending = listener:begin_accept()
    wsp.wait_until(function()
      return nested ~= nil
    end)
    wsp.blocking_hook(nil)
    local caller = wsp.request(listener, { fence = false })
    check("ACCEPT-27", nested):succeeds_or_fails_with("WSAEWOULDBLOCK", "WSAEINPROGRESS")
    check("ACCEPT-27", pending):succeeds()
    check("ACCEPT-27", caller):is_connected_to(pending:outcome().socket)
  end,
}
