scenario "A freshly accepted socket has no error" {
  verifies = { "ACCEPT-33" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    check("ACCEPT-33", connection.callee:option("SO_ERROR").number, "SO_ERROR"):equals(0)
  end,
}
