scenario "Connect data pass through a layer both ways" {
  verifies = { "LAYER-07" },
  needs = { "layered", "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local room = wsp.reply_room
    local data = wsp.pattern(math.min(9, wsp.traits.connect_data_limit), 3)
    local reply = wsp.pattern(math.min(11, wsp.traits.reply_room), 5)
    local caller = wsp.request(listener, { data = data, reply_room = room })
    local accepted = listener:accept {
      decide = function(request)
        request:write_reply(reply)
        return "accept"
      end,
    }
    check("LAYER-07", accepted):succeeds()
    check("LAYER-07", accepted.condition.caller_data, "lpCallerData"):equals(data)
    check("LAYER-07", caller):becomes_connected()
    check("LAYER-07", caller.reply:bytes(), "the reply"):equals(reply)
  end,
}
