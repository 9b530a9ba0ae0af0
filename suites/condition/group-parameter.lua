scenario "The group parameter can be left alone" {
  verifies = { "COND-18" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.request(listener)
    local accepted = listener:accept { decide = "accept" }
    check("COND-18", accepted.condition.group_writable, "g is writable"):is_true()
    check("COND-18", accepted):succeeds()
  end,
}
