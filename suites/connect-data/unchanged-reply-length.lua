scenario "A reply length left as it was sends the whole room" {
  verifies = { "CONNDATA-18" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener, { data = "q", reply_room = wsp.traits.reply_room, fence = false })
    local sent
    listener:accept {
      decide = function(request)
        sent = wsp.pattern(request.callee_room or 0, 8)
        request:fill_reply(sent)
        return "accept"
      end,
    }
    check("CONNDATA-18", caller):becomes_connected()
    check("CONNDATA-18", caller.reply:length(), "lpCalleeData->len"):equals(#sent)
  end,
}
