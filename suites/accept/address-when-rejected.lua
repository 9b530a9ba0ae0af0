scenario "addr and addrlen are filled when the request is rejected" {
  verifies = { "ACCEPT-16" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    local rejection = listener:accept { decide = "reject" }
    check("ACCEPT-16", rejection):fails_with "WSAECONNREFUSED"
    check("ACCEPT-16", rejection.address, "addr"):equals(caller.address)
  end,
}
