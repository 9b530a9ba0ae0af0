scenario "An accepted socket inherits the options of its listener" {
  verifies = { "INHERIT-06", "INHERIT-01" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local changed = {
      SO_KEEPALIVE = string_pack("<i4", 1),
      SO_OOBINLINE = string_pack("<i4", 1),
      SO_DEBUG = string_pack("<i4", 1),
      SO_LINGER = string_pack("<I2I2", 1, 7),
      SO_SNDBUF = string_pack("<i4", 12288),
      SO_RCVBUF = string_pack("<i4", 20480),
    }
    local read = {}
    local listener = wsp.listen {
      prepare = function(socket)
        for name, value in pairs(changed) do
          local room = { room = #value }
          local before = socket:option(name, room).value
          local set = socket:set_option(name, value)
          local after = socket:option(name, room).value
          read[name] = set.ok and after ~= before and after or nil
        end
      end,
    }
    local connection = wsp.connection { listener = listener }
    local compared = 0
    for name, value in pairs(read) do
      local inherited = connection.callee:option(name, { room = #value })
      check("INHERIT-06", inherited.value, name):equals(value)
      compared = compared + 1
    end
    if compared == 0 then
      undecided("INHERIT-06", "no option of the list can be changed on this provider")
    end
    check("INHERIT-01", connection.callee:option("SO_TYPE").number, "SO_TYPE"):equals(listener:option("SO_TYPE").number)
  end,
}
