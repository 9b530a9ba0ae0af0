scenario "Group zero makes an ordinary socket" {
  verifies = { "GROUP-01", "GROUP-07" },

  run = function(wsp)
    local created = wsp.try_socket { group = 0 }
    check("GROUP-01", created):succeeds()
    local group = created.socket:option("SO_GROUP_ID")
    check("GROUP-07", group):succeeds_or_fails_with "WSAENOPROTOOPT"
    if group.ok then
      check("GROUP-01", group.number, "SO_GROUP_ID"):equals(0)
      check("GROUP-07", group.length, "the option's length"):equals(4)
    end
    check("GROUP-07", created.socket:set_option("SO_GROUP_ID", 1)):fails()
  end,
}
