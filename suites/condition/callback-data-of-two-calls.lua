scenario "Calls on two listeners at a time keep their own callback data" {
  verifies = { "COND-05" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local other = wsp.listen { as = "other listener" }
    local pending = listener:begin_accept { decide = "accept", callback_data = 0x1111 }
    wsp.request(other)
    local second = other:accept { decide = "accept", callback_data = 0x2222 }
    wsp.request(listener, { fence = false })
    check("COND-05", second.condition.callback_data, "dwCallbackData of the other listener"):equals(0x2222)
    check("COND-05", pending):succeeds()
    check("COND-05", pending:outcome().condition.callback_data, "dwCallbackData of the call that waited"):equals(0x1111)
  end,
}
