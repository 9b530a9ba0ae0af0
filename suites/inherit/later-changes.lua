scenario "Options changed on the listener afterwards do not reach sockets already accepted" {
  verifies = { "INHERIT-16" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    local changes = {
      SO_KEEPALIVE = string_pack("<i4", 1),
      SO_OOBINLINE = string_pack("<i4", 1),
      SO_LINGER = string_pack("<I2I2", 1, 7),
    }
    for name, value in pairs(changes) do
      local before = connection.callee:option(name, { room = #value }).value
      connection.listener:set_option(name, value)
      check("INHERIT-16", connection.callee:option(name, { room = #value }).value, name):equals(before)
    end

    connection.listener:set_blocking(false)
    local pending = connection.callee:begin_receive(16)
    wsp.fence()
    check("INHERIT-16", pending.finished, "WSPRecv returned although nothing was sent"):is_false()
    connection.caller:send_all("late")
    check("INHERIT-16", pending):succeeds()
  end,
}
