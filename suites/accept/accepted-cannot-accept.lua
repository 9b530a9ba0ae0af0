scenario "A socket returned by WSPAccept cannot accept" {
  verifies = { "ACCEPT-08" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    connection.callee:set_blocking(false)
    local outcome = connection.callee:accept { decide = "accept" }
    check("ACCEPT-08", outcome):fails_with "WSAEINVAL"
    check("ACCEPT-08", connection.caller):is_connected_to(connection.callee)
  end,
}
