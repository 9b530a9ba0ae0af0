scenario "lpCalleeData is storage of the size it states" {
  verifies = { "COND-15" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    for _, decision in ipairs { "accept", "reject" } do
      wsp.request(listener)
      local condition = listener:accept { decide = decision }.condition
      if wsp.entry.flags.XP1_CONNECT_DATA then
        check("COND-15", condition.callee_data_form, "lpCalleeData"):is_one_of("filled", "empty")
      else
        check("COND-15", condition.callee_data_form, "lpCalleeData"):is_one_of("filled", "empty", "null")
      end
      if condition.callee_data_form == "filled" then
        check("COND-15", condition.callee_writable, "the stated room is writable"):is_true()
      end
    end
  end,
}
