scenario "Caller data arrives as it was sent" {
  verifies = { "CONNDATA-01", "COND-10" },
  needs = { "connection-oriented", "connect-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local limit = wsp.traits.connect_data_limit
    local function look_at_data(condition, data)
      check("COND-10", condition.caller_data_form, "lpCallerData"):equals "filled"
      check("CONNDATA-01", condition.caller_data, "lpCallerData"):equals(data)
    end
    local samples = { "\0", ("a\0b\0"):sub(1, limit) }
    for _, length in ipairs { 1, 2, 16, limit } do
      if length <= limit then
        samples[#samples + 1] = wsp.pattern(length, length)
      end
    end
    for _, data in ipairs(samples) do
      wsp.request(listener, { data = data, fence = false })
      look_at_data(listener:accept { decide = "accept" }.condition, data)

      local caller = wsp.bound_socket { as = "blocking caller" }
      local attempt = caller:begin_connect(wsp.name_to_dial(listener), { data = data })
      look_at_data(wsp.accept_from(listener, attempt, { decide = "accept" }).condition, data)
      check("CONNDATA-01", attempt):succeeds()
    end
  end,
}
