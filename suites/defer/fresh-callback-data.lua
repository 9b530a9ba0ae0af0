scenario "A deferred request is presented with the callback data of the current call" {
  verifies = { "COND-06" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.request(listener)
    local first = listener:accept { decide = "defer", callback_data = 0x1111 }
    local second = listener:accept { decide = "accept", callback_data = 0x2222 }
    check("COND-06", first.condition.callback_data, "dwCallbackData of the first call"):equals(0x1111)
    check("COND-06", second.condition.callback_data, "dwCallbackData of the second call"):equals(0x2222)
  end,
}
