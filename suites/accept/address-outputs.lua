scenario "addr and addrlen are filled when the request is accepted" {
  verifies = { "ACCEPT-15", "ACCEPT-18" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local most = wsp.entry.max_address
    for _, decisions in ipairs { { "accept" }, { "defer", "accept" }, {} } do
      local lengths = {}
      for i, room in ipairs { most, most + 32 } do
        local caller = wsp.request(listener)
        if #decisions > 1 then
          listener:accept { decide = decisions[1] }
        end
        local accepted = listener:accept { decide = decisions[#decisions], room = room }
        check("ACCEPT-15", accepted):succeeds()
        check("ACCEPT-15", accepted.address, "addr"):equals(caller.address)
        check("ACCEPT-18", accepted.address_length, "addrlen on output"):is_between(wsp.entry.min_address, most)
        lengths[i] = accepted.address_length
      end
      check("ACCEPT-18", lengths[2], "addrlen with more room"):equals(lengths[1])
    end
  end,
}
