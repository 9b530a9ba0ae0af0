scenario "lpCallerId carries the caller's address" {
  verifies = { "COND-07", "COND-08" },
  needs = { "connection-oriented", "caller-id" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    local condition = listener:accept { decide = "accept" }.condition
    check("COND-07", condition.caller_id_form, "lpCallerId"):equals "filled"
    check("COND-07", condition.caller_id, "lpCallerId"):equals(caller.address)
    check("COND-08", condition.caller_id.length, "lpCallerId->len"):is_between(
      wsp.entry.min_address, wsp.entry.max_address)
    check("COND-08", condition.caller_id.family, "the family in lpCallerId"):equals(listener.address.family)
  end,
}
