scenario "Options changed on the listener afterwards do not reach sockets already accepted" {
  verifies = { "INHERIT-16" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    local before = connection.callee:option("SO_KEEPALIVE").number
    connection.listener:set_option("SO_KEEPALIVE", before == 0)
    check("INHERIT-16", connection.callee:option("SO_KEEPALIVE").number, "SO_KEEPALIVE"):equals(before)
  end,
}
