scenario "Connecting a connected socket fails with WSAEISCONN" {
  verifies = { "CONNECT-07" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    local other = wsp.listen { as = "other listener" }
    local caller, callee = connection.caller, connection.callee
    check("CONNECT-07", caller:connect(wsp.name_to_dial(connection.listener))):fails_with "WSAEISCONN"
    check("CONNECT-07", caller:connect(wsp.name_to_dial(other))):fails_with "WSAEISCONN"
    check("CONNECT-07", callee:connect(wsp.name_to_dial(other))):fails_with "WSAEISCONN"
    check("CONNECT-07", caller):is_connected_to(callee)
  end,
}
