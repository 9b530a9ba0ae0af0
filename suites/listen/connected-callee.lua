scenario "WSPListen on an accepted socket is refused" {
  verifies = { "LISTEN-03" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    check("LISTEN-03", connection.callee:listen(5)):fails_with "WSAEISCONN"
    check("LISTEN-03", connection.caller):is_connected_to(connection.callee)
  end,
}
