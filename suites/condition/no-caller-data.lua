scenario "Without caller data lpCallerData shows none" {
  verifies = { "COND-11", "CONNDATA-02", "COND-26" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.request(listener)
    local condition = listener:accept { decide = "accept" }.condition
    check("CONNDATA-02", condition.caller_data_form, "lpCallerData"):is_one_of("null", "empty")
    if condition.caller_data_form == "empty" then
      check("COND-11", condition.caller_data_form, "lpCallerData"):graded("should"):equals "null"
    else
      check("COND-11", condition.caller_data_form, "lpCallerData"):equals "null"
    end
    for _, form in ipairs { "caller_data_form", "sqos_form", "gqos_form" } do
      local grade = condition[form] == "empty" and "should" or nil
      local decided = check("COND-26", condition[form], form)
      if grade then
        decided:graded(grade)
      end
      decided:equals "null"
    end
  end,
}
