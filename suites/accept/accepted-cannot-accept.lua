scenario "A socket returned by WSPAccept cannot accept" {
  verifies = { "ACCEPT-08" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    for _, blocking in ipairs { true, false } do
      connection.callee:set_blocking(blocking)
      check("ACCEPT-08", connection.callee:accept { decide = "accept" }):fails_with "WSAEINVAL"
      check("ACCEPT-08", connection.callee:accept()):fails_with "WSAEINVAL"
    end
    check("ACCEPT-08", connection.caller):is_connected_to(connection.callee)
  end,
}
