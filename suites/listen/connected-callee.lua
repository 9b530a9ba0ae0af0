scenario "WSPListen on an accepted socket is refused" {
  verifies = { "LISTEN-03", "LISTEN-13" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    check("LISTEN-03", connection.callee:listen(5)):fails_with "WSAEISCONN"
    check("LISTEN-13", connection.callee:option("SO_ACCEPTCONN").number, "SO_ACCEPTCONN after the failure"):equals(0)
    check("LISTEN-03", connection.caller):is_connected_to(connection.callee)
  end,
}
