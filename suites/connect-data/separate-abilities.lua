scenario "Connect data and disconnect data are announced separately" {
  verifies = { "CONNDATA-25" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection { notify = { "FD_CLOSE" } }
    local sent = connection.callee:send_disconnect("1")
    local flag = wsp.entry.flags.XP1_DISCONNECT_DATA and true or false
    local seen = false
    if sent.ok then
      connection.caller:await "FD_CLOSE"
      seen = connection.caller:receive_disconnect(64).data == "1"
    end
    check("CONNDATA-25", seen, "one byte of disconnect data arrives"):equals(flag)
  end,
}
