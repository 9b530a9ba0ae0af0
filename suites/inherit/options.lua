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
    -- A stack that fits the buffers of a connection to its segments rounds them up.
    local rounded = { SO_SNDBUF = true, SO_RCVBUF = true }
    local read, default = {}, {}
    local listener = wsp.listen {
      prepare = function(socket)
        for name, value in pairs(changed) do
          local room = { room = #value }
          local before = socket:option(name, room)
          local set = socket:set_option(name, value)
          local after = socket:option(name, room)
          read[name] = set.ok and after.value ~= before.value and after or nil
          default[name] = before.number
        end
      end,
    }
    if next(read) == nil then
      undecided("INHERIT-06", "no option of the list can be changed on this provider")
    end
    for _, decide in ipairs { "accept", false } do
      local callee = wsp.connection({ listener = listener, decide = decide or nil }).callee
      for name, set in pairs(read) do
        local inherited = callee:option(name, { room = #set.value })
        if rounded[name] then
          check("INHERIT-06", inherited.number, name):differs_from(default[name])
          check("INHERIT-06", inherited.number, name):is_at_least(set.number)
        else
          check("INHERIT-06", inherited.value, name):equals(set.value)
        end
      end
      check("INHERIT-01", callee:option("SO_TYPE").number, "SO_TYPE"):equals(listener:option("SO_TYPE").number)
    end
  end,
}
