scenario "The caller's data may be overwritten as soon as WSPConnect returns" {
  verifies = { "CONNDATA-10" },
  needs = { "connection-oriented", "connect-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local data = wsp.pattern(math.min(16, wsp.traits.connect_data_limit), 9)
    wsp.request(listener, { data = data, scribble = true })
    local condition = listener:accept { decide = "accept" }.condition
    check("CONNDATA-10", condition.caller_data, "lpCallerData"):equals(data)
  end,
}
