scenario "An accepted socket does not listen" {
  verifies = { "INHERIT-07" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    check("INHERIT-07", connection.callee:option("SO_ACCEPTCONN").number, "SO_ACCEPTCONN"):equals(0)
  end,
}
