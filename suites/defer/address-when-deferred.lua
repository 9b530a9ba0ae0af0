scenario "The address outputs are filled when the request is deferred" {
  verifies = { "ACCEPT-17" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local most = wsp.entry.max_address
    local caller = wsp.request(listener)
    for _ = 1, 2 do
      -- More room than any address needs: an addrlen that is left alone shows.
      local deferral = listener:accept { decide = "defer", room = most + 32 }
      check("ACCEPT-17", deferral):fails_with "WSATRY_AGAIN"
      check("ACCEPT-17", deferral.address, "addr"):equals(caller.address)
      check("ACCEPT-17", deferral.address_length, "addrlen on output"):is_between(wsp.entry.min_address, most)
    end
  end,
}
