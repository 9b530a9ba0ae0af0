scenario "A caller bound to the wildcard host keeps its endpoint" {
  verifies = { "CONNECT-04" },
  needs = { "connection-oriented", "known-family" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.socket { as = "caller" }
    caller:bind(wsp.wildcard_address())
    local port = caller:name().address.port
    wsp.request(listener, { from = caller, fence = false })
    local accepted = listener:accept { decide = "accept" }
    check("CONNECT-04", caller):becomes_connected()
    check("CONNECT-04", caller:name().address.port, "the caller's port afterwards"):equals(port)
    check("CONNECT-04", accepted.shown_caller.port, "the port in lpCallerId"):equals(port)
  end,
}
