scenario "Reply data of a deferral does not turn up when the acceptance has none" {
  verifies = { "DEFER-19" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local function empty_reply(request)
      request:set_reply_length(0)
      return "accept"
    end
    for _, decide in ipairs { empty_reply, false } do
      local caller = wsp.request(listener, { reply_room = wsp.reply_room })
      listener:accept {
        decide = function(request)
          request:write_reply("1111")
          return "defer"
        end,
      }
      listener:accept { decide = decide or nil }
      check("DEFER-19", caller):becomes_connected()
      check("DEFER-19", caller.reply:length(), "the reply's length"):equals(0)
    end
  end,
}
