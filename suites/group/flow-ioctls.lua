scenario "Group flow ioctls show nothing on an ungrouped socket" {
  verifies = { "GROUP-10" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    local outcome = connection.caller:ioctl("SIO_GET_GROUP_QOS", { room = 256 })
    check("GROUP-10", outcome):succeeds_or_fails_with("WSAENOPROTOOPT", "WSAEINVAL", "WSAEOPNOTSUPP")
  end,
}
