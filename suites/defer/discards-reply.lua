scenario "Reply data of a call that defers is dropped" {
  verifies = { "DEFER-19", "CONNDATA-20" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener, { data = "x", reply_room = wsp.reply_room })
    local first_room, second_room
    listener:accept {
      decide = function(request)
        first_room = request.callee_room
        request:write_reply("1111")
        return "defer"
      end,
    }
    local accepted = listener:accept {
      decide = function(request)
        second_room = request.callee_room
        request:write_reply("22")
        return "accept"
      end,
    }
    check("DEFER-19", accepted):succeeds()
    check("CONNDATA-20", second_room, "the room at the second presentation"):equals(first_room)
    check("DEFER-19", caller):becomes_connected()
    check("DEFER-19", caller.reply:bytes(), "the reply"):equals("22")
  end,
}
