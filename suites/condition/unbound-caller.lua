scenario "A caller that was not bound is identified by the name it got" {
  verifies = { "COND-07", "ACCEPT-05", "ACCEPT-15" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener, { from = wsp.socket { as = "caller" } })
    local accepted = listener:accept { decide = "accept" }
    check("ACCEPT-05", caller):is_connected_to(accepted.socket)
    local name = caller:name().address
    check("COND-07", accepted.shown_caller, "lpCallerId"):equals(name)
    check("ACCEPT-15", accepted.address, "addr"):equals(name)
    check("ACCEPT-05", accepted.socket:peer_name().address, "the peer"):equals(name)
  end,
}
