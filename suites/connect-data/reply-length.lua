scenario "Only as much of the reply is sent as the condition function says" {
  verifies = { "CONNDATA-18" },
  needs = { "connection-oriented", "connect-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener, { reply_room = math.max(64, wsp.traits.reply_room), fence = false })
    local length = math.min(3, wsp.traits.reply_room)
    listener:accept {
      decide = function(request)
        request:fill_reply(wsp.pattern(request.callee_room, 6))
        request:set_reply_length(length)
        return "accept"
      end,
    }
    check("CONNDATA-18", caller):becomes_connected()
    check("CONNDATA-18", caller.reply:bytes(), "the reply"):equals(wsp.pattern(length, 6))
  end,
}
