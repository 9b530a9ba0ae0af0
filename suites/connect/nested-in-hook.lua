scenario "WSPConnect from inside a blocking callback" {
  verifies = { "CONNECT-21" },
  needs = { "connection-oriented", "blocking-hook" },

  run = function(wsp)
    local listener = wsp.listen()
    local other = wsp.listen { as = "other listener" }
    local caller = wsp.bound_socket { as = "caller" }
    caller:set_blocking(false)
    local nested
    wsp.blocking_hook(function()
      nested = nested or caller:connect(wsp.name_to_dial(other), { thread = "inside" })
      return true
    end)
    local pending = listener:begin_accept()
    wsp.wait_until(function()
      return nested ~= nil
    end)
    wsp.blocking_hook(nil)
    wsp.request(listener, { fence = false })
    check("CONNECT-21", nested):succeeds_or_fails_with("WSAEWOULDBLOCK", "WSAEINPROGRESS")
    check("CONNECT-21", pending):succeeds()
  end,
}
