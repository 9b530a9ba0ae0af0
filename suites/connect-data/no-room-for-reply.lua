scenario "A caller without a reply buffer connects all the same" {
  verifies = { "CONNDATA-07" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local function replies(request)
      request:write_reply "x"
      return "accept"
    end
    local caller = wsp.request(listener, { data = "x", fence = false })
    local accepted = listener:accept { decide = replies }
    check("CONNDATA-07", accepted):succeeds()
    check("CONNDATA-07", caller):is_connected_to(accepted.socket)

    local blocking = wsp.bound_socket { as = "blocking caller" }
    local attempt = blocking:begin_connect(wsp.name_to_dial(listener), { data = "x" })
    accepted = wsp.accept_from(listener, attempt, { decide = replies })
    if check("CONNDATA-07", attempt):succeeds() then
      check("CONNDATA-07", blocking):is_connected_to(accepted.socket)
    end

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
