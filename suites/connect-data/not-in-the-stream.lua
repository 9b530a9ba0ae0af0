scenario "User data of the connect stays out of the byte stream" {
  verifies = { "CONNDATA-22" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener, { data = "x", reply_room = wsp.reply_room, fence = false })
    local accepted = listener:accept {
      decide = function(request)
        request:write_reply "y"
        return "accept"
      end,
    }
    check("CONNDATA-22", caller):becomes_connected()
    check("CONNDATA-22", accepted.socket:available().number, "FIONREAD at the listener's end"):equals(0)
    check("CONNDATA-22", caller:available().number, "FIONREAD at the caller's end"):equals(0)
    check("CONNDATA-22", caller):is_connected_to(accepted.socket)
  end,
}
