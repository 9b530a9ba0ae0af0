scenario "User data of the connect is not indicated by FD_READ" {
  verifies = { "CONNDATA-22" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen { notify = { "FD_ACCEPT", "FD_READ" } }
    local caller = wsp.request(listener, { data = "x", reply_room = wsp.reply_room, notify = { "FD_READ" } })
    listener:await "FD_ACCEPT"
    local accepted = listener:accept {
      decide = function(request)
        request:write_reply "y"
        return "accept"
      end,
    }
    check("CONNDATA-22", caller):becomes_connected()
    accepted.socket:inherits_notification_of(listener)
    wsp.fence()
    check("CONNDATA-22", accepted.socket):was_indicated("FD_READ", 0)
    check("CONNDATA-22", caller):was_indicated("FD_READ", 0)
  end,
}
