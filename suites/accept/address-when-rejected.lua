scenario "addr and addrlen are filled when the request is rejected" {
  verifies = { "ACCEPT-16" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local most = wsp.entry.max_address
    for _, deferred in ipairs { false, true } do
      local caller = wsp.request(listener)
      if deferred then
        listener:accept { decide = "defer" }
      end
      -- More room than any address needs: an addrlen that is left alone shows.
      local rejection = listener:accept { decide = "reject", room = most + 32 }
      check("ACCEPT-16", rejection):fails_with "WSAECONNREFUSED"
      check("ACCEPT-16", rejection.address, "addr"):equals(caller.address)
      check("ACCEPT-16", rejection.address_length, "addrlen on output"):is_between(wsp.entry.min_address, most)
    end
  end,
}
