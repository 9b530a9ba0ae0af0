scenario "A condition function that leaves or clears the group gets an ungrouped socket" {
  verifies = { "GROUP-04", "GROUP-11" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local function ungrouped(decide, what)
      local caller = wsp.request(listener, { fence = false })
      local accepted = listener:accept { decide = decide }
      check("GROUP-04", accepted, what):succeeds()
      local group = accepted.socket:option("SO_GROUP_ID")
      check("GROUP-04", group, what):succeeds_or_fails_with "WSAENOPROTOOPT"
      if group.ok then
        check("GROUP-04", group.number, "SO_GROUP_ID"):equals(0)
      end
      check("GROUP-11", caller):is_connected_to(accepted.socket)
      return accepted
    end
    local accepted = ungrouped("accept", "g left alone")
    check("GROUP-11", accepted.condition.group_writable, "four bytes at g are writable"):is_true()
    wsp.request(listener, { fence = false })
    local rejected = listener:accept {
      decide = function(request)
        request:set_group(0x7FFF0001)
        return "reject"
      end,
    }
    if rejected.error ~= "WSAECONNREFUSED" then
      listener = wsp.listen()
    end
    ungrouped("accept", "g left alone after a rejection that wrote one")
    ungrouped(function(request)
      request:set_group(0)
      return "accept"
    end, "g set to 0")
  end,
}
