scenario "dwCallbackData arrives unchanged" {
  verifies = { "COND-05" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local values = { 0, 1, 0x7FFFFFFF, 0xFFFFFFFF }
    if wsp.is_64bit then
      values[#values + 1] = 0x123456789ABCDEF0
      values[#values + 1] = -1
    end
    for _, value in ipairs(values) do
      wsp.request(listener, { fence = false })
      local accepted = listener:accept { decide = "accept", callback_data = value }
      check("COND-05", accepted.condition.callback_data, "dwCallbackData"):equals(value)
    end
  end,
}
