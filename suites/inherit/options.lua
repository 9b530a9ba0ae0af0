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
      SO_DONTROUTE = string_pack("<i4", 1),
      SO_RCVTIMEO = string_pack("<i4", 30000),
      SO_SNDTIMEO = string_pack("<i4", 40000),
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
    if next(read) == nil then
      undecided("INHERIT-06", "no option of the list can be changed on this provider")
    end
    for _, decide in ipairs { "accept", false } do
      local callee = wsp.connection({ listener = listener, decide = decide or nil }).callee
      for name, value in pairs(read) do
        check("INHERIT-06", callee:option(name, { room = #value }).value, name):equals(value)
      end
      check("INHERIT-01", callee:option("SO_TYPE").number, "SO_TYPE"):equals(listener:option("SO_TYPE").number)
    end
  end,
}
