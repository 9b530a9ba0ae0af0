scenario "A blocking WSPConnect that is cancelled fails with WSAEINTR" {
  verifies = { "CONNECT-20", "CONNECT-35" },
  needs = { "connection-oriented", "decision-reporting", "blocking-hook" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.bound_socket { as = "caller" }
    wsp.blocking_hook(function()
      return "cancel"
    end)
    local outcome = caller:connect(wsp.name_to_dial(listener))
    wsp.blocking_hook(nil)
    check("CONNECT-20", outcome):fails_with "WSAEINTR"
    check("CONNECT-20", caller:close()):succeeds()
    wsp.settle()
    listener:set_blocking(false)
    check("CONNECT-35", listener:accept()):fails_with("WSAECONNRESET", "WSAEACCES", "WSAEWOULDBLOCK")
  end,
}
