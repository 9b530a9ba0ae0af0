scenario "The reply's length is zero when nothing was passed back" {
  verifies = { "CONNDATA-06" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local function judged(actual, what)
      local decided = check("CONNDATA-06", actual, what)
      return wsp.entry.flags.XP1_CONNECT_DATA and decided or decided:graded "should"
    end
    local silent = function(request)
      request:set_reply_length(0)
      return "accept"
    end
    local function look_at_reply(reply)
      judged(reply:length(), "lpCalleeData->len"):equals(0)
      judged(reply:raw(), "the buffer"):equals(("\xA5"):rep(wsp.reply_room))
    end
    for _, decide in ipairs { silent, false } do
      local caller = wsp.request(listener, { reply_room = wsp.reply_room, fence = false })
      listener:accept { decide = decide or nil }
      check("CONNDATA-06", caller):becomes_connected()
      look_at_reply(caller.reply)

      local blocking = wsp.bound_socket { as = "blocking caller" }
      local attempt = blocking:begin_connect(wsp.name_to_dial(listener), { reply_room = wsp.reply_room })
      wsp.accept_from(listener, attempt, { decide = decide or nil })
      check("CONNDATA-06", attempt):succeeds()
      look_at_reply(attempt:outcome().reply)
    end
  end,
}
