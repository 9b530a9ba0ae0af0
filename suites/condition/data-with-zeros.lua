scenario "lpCallerData has a length: zero bytes do not end it" {
  verifies = { "COND-10" },
  needs = { "connection-oriented", "connect-data" },

  run = function(wsp)
    local listener = wsp.listen()
    for _, data in ipairs { "\0", "\0x\0y", "x\0\0" } do
      data = data:sub(1, wsp.traits.connect_data_limit)
      wsp.request(listener, { data = data, fence = false })
      local condition = listener:accept { decide = "accept" }.condition
      check("COND-10", condition.caller_data, "lpCallerData"):equals(data)
    end
  end,
}
