scenario "The exchange works for the entry's socket type" {
  verifies = { "CONNDATA-28" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener, { data = "q", reply_room = wsp.reply_room, fence = false })
    local accepted = listener:accept {
      decide = function(request)
        request:write_reply "a"
        return "accept"
      end,
    }
    check("CONNDATA-28", accepted.condition.caller_data, "lpCallerData"):equals "q"
    check("CONNDATA-28", caller):becomes_connected()
    check("CONNDATA-28", caller.reply:bytes(), "the reply"):equals "a"
  end,
}
