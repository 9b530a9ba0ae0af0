scenario "An accepted socket belongs to no group" {
  verifies = { "INHERIT-14" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    local group = connection.callee:option("SO_GROUP_ID")
    check("INHERIT-14", group):succeeds_or_fails_with "WSAENOPROTOOPT"
    if group.ok then
      check("INHERIT-14", group.number, "SO_GROUP_ID"):equals(0)
    end
  end,
}
