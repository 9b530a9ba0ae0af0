scenario "The address outputs are filled when the request is deferred" {
  verifies = { "ACCEPT-17" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    for _ = 1, 2 do
      local deferral = listener:accept { decide = "defer" }
      check("ACCEPT-17", deferral):fails_with "WSATRY_AGAIN"
      check("ACCEPT-17", deferral.address, "addr"):equals(caller.address)
    end
  end,
}
