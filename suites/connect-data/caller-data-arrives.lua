scenario "Caller data arrives as it was sent" {
  verifies = { "CONNDATA-01", "COND-10" },
  needs = { "connection-oriented", "connect-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local limit = wsp.traits.connect_data_limit
    for _, length in ipairs { 1, 2, 16, limit } do
      if length <= limit then
        local data = wsp.pattern(length, length)
        wsp.request(listener, { data = data, fence = false })
        local condition = listener:accept { decide = "accept" }.condition
        check("COND-10", condition.caller_data_form, "lpCallerData"):equals "filled"
        check("CONNDATA-01", condition.caller_data, "lpCallerData"):equals(data)
      end
    end
  end,
}
