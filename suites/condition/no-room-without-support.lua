scenario "Without connect data the room for a reply is zero" {
  verifies = { "COND-16" },
  needs = { "connection-oriented", "no-connect-data" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.request(listener)
    local condition = listener:accept { decide = "accept" }.condition
    if condition.callee_data_form == "null" then
      check("COND-16", condition.callee_data_form, "lpCalleeData"):graded("should"):equals "empty"
    else
      check("COND-16", condition.callee_room, "lpCalleeData->len"):equals(0)
    end
  end,
}
