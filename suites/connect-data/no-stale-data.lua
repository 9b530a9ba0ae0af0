scenario "A short message after a long one shows nothing of it" {
  verifies = { "CONNDATA-01", "CONNDATA-21" },
  needs = { "connection-oriented", "connect-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local limit = wsp.traits.connect_data_limit
    wsp.request(listener, { data = ("long"):rep(limit):sub(1, limit), fence = false })
    listener:accept { decide = "accept" }
    wsp.request(listener, { data = "s", fence = false })
    local condition = listener:accept { decide = "accept" }.condition
    check("CONNDATA-01", condition.caller_data, "lpCallerData of the second"):equals "s"
    wsp.request(listener, { fence = false })
    condition = listener:accept { decide = "accept" }.condition
    check("CONNDATA-21", condition.caller_data_form, "lpCallerData of the third"):is_one_of("null", "empty")
  end,
}
