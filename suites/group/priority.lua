scenario "SO_GROUP_PRIORITY is reserved" {
  verifies = { "GROUP-08" },

  run = function(wsp)
    local socket = wsp.socket()
    local read = socket:option("SO_GROUP_PRIORITY")
    check("GROUP-08", read):succeeds_or_fails_with "WSAENOPROTOOPT"
    if read.ok then
      check("GROUP-08", read.number, "SO_GROUP_PRIORITY"):equals(0)
    end
    check("GROUP-08", socket:set_option("SO_GROUP_PRIORITY", 0)):succeeds_or_fails_with "WSAENOPROTOOPT"
  end,
}
