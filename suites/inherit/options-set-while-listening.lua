scenario "Options set after WSPListen are inherited, too" {
  verifies = { "INHERIT-06" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local changed = {
      SO_KEEPALIVE = string_pack("<i4", 1),
      SO_OOBINLINE = string_pack("<i4", 1),
      SO_LINGER = string_pack("<I2I2", 1, 7),
    }
    local listener = wsp.listen()
    local read = {}
    for name, value in pairs(changed) do
      local set = listener:set_option(name, value)
      local after = listener:option(name, { room = #value }).value
      read[name] = set.ok and after == value and value or nil
    end
    if next(read) == nil then
      undecided("INHERIT-06", "no option of the list can be changed on a listener of this provider")
    end
    local callee = wsp.connection({ listener = listener }).callee
    for name, value in pairs(read) do
      check("INHERIT-06", callee:option(name, { room = #value }).value, name):equals(value)
    end
  end,
}
