scenario "Calls on two listeners at a time keep their own callback data" {
  verifies = { "COND-05" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local other = wsp.listen { as = "other listener" }
    local one = wsp.is_64bit and 0x1234567811111111 or 0x12341111
    local two = wsp.is_64bit and 0x1234567822222222 or 0x12342222
    local pending = listener:begin_accept { decide = "accept", callback_data = one }
    wsp.fence()
    wsp.request(other)
    local second = other:accept { decide = "accept", callback_data = two }
    wsp.request(listener, { fence = false })
    check("COND-05", second.condition.callback_data, "dwCallbackData of the other listener"):equals(two)
    check("COND-05", pending):succeeds()
    check("COND-05", pending:outcome().condition.callback_data, "dwCallbackData of the call that waited"):equals(one)
  end,
}
