scenario "The largest reply that is announced arrives whole" {
  verifies = { "CONNDATA-17" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local exchange = { data = "q", reply_room = wsp.traits.reply_room }
    local sent
    local function replies(request)
      sent = wsp.pattern(request.callee_room or 0, 4)
      request:fill_reply(sent)
      return "accept"
    end
    local function look_at(reply)
      check("CONNDATA-17", reply:length(), "lpCalleeData->len"):equals(#sent)
      check("CONNDATA-17", reply:bytes(), "the reply"):equals(sent)
    end

    local caller = wsp.attempt(listener, exchange)
    listener:accept { decide = replies }
    check("CONNDATA-17", caller):becomes_connected()
    look_at(caller.reply)

    local blocking = wsp.bound_socket { as = "blocking caller" }
    local attempt = blocking:begin_connect(wsp.name_to_dial(listener), exchange)
    wsp.accept_from(listener, attempt, { decide = replies })
    check("CONNDATA-17", attempt):succeeds()
    look_at(attempt:outcome().reply)
  end,
}
