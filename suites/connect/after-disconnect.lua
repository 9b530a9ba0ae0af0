scenario "Connecting again after a disconnect neither hangs nor crashes" {
  verifies = { "CONNECT-36" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    connection.caller:send_disconnect()
    connection.callee:close()
    local outcome = connection.caller:connect(wsp.name_to_dial(connection.listener))
    record("CONNECT-36", tostring(outcome))
  end,
}
