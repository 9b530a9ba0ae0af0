scenario "Reply data of a non-blocking attempt is final with FD_CONNECT" {
  verifies = { "CONNDATA-09" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local reply = wsp.pattern(math.min(9, wsp.traits.reply_room), 2)
    for _, mechanism in ipairs { "event", "message" } do
      local caller = wsp.request(listener, {
        data = "q", reply_room = wsp.reply_room, mechanism = mechanism, fence = false,
      })
      listener:accept {
        decide = function(request)
          request:write_reply(reply)
          return "accept"
        end,
      }
      check("CONNDATA-09", caller):gets_indicated("FD_CONNECT", { error = "none" })
      check("CONNDATA-09", caller.reply:length(), "lpCalleeData->len"):equals(#reply)
      check("CONNDATA-09", caller.reply:bytes(), "the reply"):equals(reply)
      wsp.fence()
      check("CONNDATA-09", caller.reply:bytes(), "the reply some time later"):equals(reply)
    end
  end,
}
