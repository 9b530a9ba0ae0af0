scenario "Reply data reaches a blocking caller, whole and with its length" {
  verifies = { "CONNDATA-04", "CONNDATA-05", "CONNDATA-08" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.bound_socket { as = "caller" }
    local room = wsp.reply_room
    local reply = ("r\0e\0p\0l\0y\0."):sub(1, wsp.traits.reply_room)
    local attempt = caller:begin_connect(wsp.name_to_dial(listener), { data = "q", reply_room = room })
    wsp.accept_from(listener, attempt, {
      decide = function(request)
        request:write_reply(reply)
        return "accept"
      end,
    })
    check("CONNDATA-04", attempt):succeeds()
    local received = attempt:outcome().reply
    local at_once = received:bytes()
    check("CONNDATA-05", received:length(), "lpCalleeData->len"):equals(#reply)
    check("CONNDATA-04", at_once, "the reply"):equals(reply)
    -- The room was lent for the reply: that the rest of it stays as it was is more than the documents promise.
    check("CONNDATA-05", received:raw():sub(#reply + 1), "the room behind the reply"):graded("may"):equals(
      ("\xA5"):rep(room - #reply))
    check("CONNDATA-05", received:overrun() == nil):shows(
      "nothing is written behind the caller's buffer", received:overrun() or "nothing was")
    check("CONNDATA-08", at_once, "the reply when WSPConnect returned"):equals(reply)
    wsp.fence()
    check("CONNDATA-08", received:bytes(), "the reply some time later"):equals(reply)
  end,
}
