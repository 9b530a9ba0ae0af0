scenario "Reply data on a rejection arrives whole or not at all" {
  verifies = { "REJECT-11" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener, { reply_room = wsp.reply_room })
    listener:accept {
      decide = function(request)
        request:write_reply("no")
        return "reject"
      end,
    }
    check("REJECT-11", caller:end_seen(), "the caller's end"):differs_from "no outcome"
    local length = caller.reply:length()
    check("REJECT-11", length, "the reply's length"):is_one_of(0, 2, wsp.reply_room)
    if length == 2 then
      check("REJECT-11", caller.reply:bytes(), "the reply"):equals "no"
    end
  end,
}
