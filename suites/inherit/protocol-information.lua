scenario "An accepted socket has the protocol information of its listener" {
  verifies = { "INHERIT-08" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    local function info(socket)
      local value = socket:option("SO_PROTOCOL_INFOW", { room = 628 }).value
      return value and value:sub(1, 112) .. value:sub(117)
    end
    local expected = info(connection.listener)
    check("INHERIT-08", expected ~= nil, "SO_PROTOCOL_INFOW of the listener can be read"):is_true()
    check("INHERIT-08", info(connection.callee) == expected):shows(
      "SO_PROTOCOL_INFOW equal but for dwProviderReserved", "the structures differ or cannot be read")
    check("INHERIT-08", connection.callee:option("SO_TYPE").number, "SO_TYPE"):equals(
      connection.listener:option("SO_TYPE").number)
  end,
}
