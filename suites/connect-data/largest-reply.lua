scenario "The largest reply that is announced arrives whole" {
  verifies = { "CONNDATA-17" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener, { reply_room = wsp.traits.reply_room, fence = false })
    local sent
    listener:accept {
      decide = function(request)
        sent = wsp.pattern(request.callee_room, 4)
        request:fill_reply(sent)
        return "accept"
      end,
    }
    check("CONNDATA-17", caller):becomes_connected()
    check("CONNDATA-17", caller.reply:length(), "lpCalleeData->len"):equals(#sent)
    check("CONNDATA-17", caller.reply:bytes(), "the reply"):equals(sent)
  end,
}
