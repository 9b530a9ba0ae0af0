scenario "A second connect during the attempt leaves the reply buffer of the first alone" {
  verifies = { "CONNECT-06" },
  needs = { "connection-oriented", "connect-data", "reply-data", "decision-reporting" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener, { data = "q", reply_room = wsp.reply_room })
    local again = caller:connect(wsp.name_to_dial(listener), { reply_room = wsp.reply_room })
    check("CONNECT-06", again):fails_with "WSAEALREADY"
    listener:set_blocking(false)
    listener:await_readable()
    listener:accept {
      decide = function(request)
        request:write_reply "a"
        return "accept"
      end,
    }
    check("CONNECT-06", caller):becomes_connected()
    check("CONNECT-06", caller.reply:bytes(), "the reply in the first buffer"):equals "a"
  end,
}
