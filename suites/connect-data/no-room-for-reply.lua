scenario "A caller without a reply buffer connects all the same" {
  verifies = { "CONNDATA-07" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener, { data = "x", fence = false })
    local accepted = listener:accept {
      decide = function(request)
        request:write_reply "x"
        return "accept"
      end,
    }
    check("CONNDATA-07", accepted):succeeds()
    check("CONNDATA-07", caller):is_connected_to(accepted.socket)

    local next_caller = wsp.request(listener, { reply_room = wsp.reply_room, fence = false })
    listener:accept {
      decide = function(request)
        request:set_reply_length(0)
        return "accept"
      end,
    }
    check("CONNDATA-07", next_caller):becomes_connected()
    local found = next_caller.reply:raw():find("x", 1, true)
    check("CONNDATA-07", found, "the dropped reply in the next caller's buffer"):is_absent()
  end,
}
