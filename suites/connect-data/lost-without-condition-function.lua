scenario "Without a condition function the caller's data is not seen" {
  verifies = { "CONNDATA-23" },
  needs = { "connection-oriented", "connect-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener, { data = "x", reply_room = wsp.reply_room, fence = false })
    local accepted = listener:accept()
    check("CONNDATA-23", accepted):succeeds()
    check("CONNDATA-23", caller):is_connected_to(accepted.socket)
    check("CONNDATA-23", caller.reply:length(), "lpCalleeData->len"):equals(0)
    wsp.request(listener, { fence = false })
    local condition = listener:accept { decide = "accept" }.condition
    check("CONNDATA-23", condition.caller_data_form, "lpCallerData of the next"):is_one_of("null", "empty")
  end,
}
