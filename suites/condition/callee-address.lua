scenario "lpCalleeId carries the address that was dialled" {
  verifies = { "COND-14" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.request(listener)
    local condition = listener:accept { decide = "accept" }.condition
    check("COND-14", condition.callee_id_form, "lpCalleeId"):equals "filled"
    check("COND-14", condition.callee_id, "lpCalleeId"):equals(listener.address)
  end,
}
