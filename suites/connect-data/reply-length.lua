scenario "Only as much of the reply is sent as the condition function says" {
  verifies = { "CONNDATA-18" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local some = math.min(3, wsp.traits.reply_room)
    local function reply_of(length)
      local caller = wsp.request(listener, { data = "q", reply_room = wsp.reply_room, fence = false })
      listener:accept {
        decide = function(request)
          request:fill_reply(wsp.pattern(request.callee_room or 0, 6))
          request:set_reply_length(length)
          return "accept"
        end,
      }
      check("CONNDATA-18", caller):becomes_connected()
      return caller.reply
    end
    check("CONNDATA-18", reply_of(some):bytes(), "the reply"):equals(wsp.pattern(some, 6))
    local start = reply_of(0):raw():sub(1, some)
    check("CONNDATA-18", start, "the buffer after a reply of length zero"):differs_from(wsp.pattern(some, 6))
  end,
}
