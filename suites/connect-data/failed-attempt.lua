scenario "A failed attempt leaves no data in the reply buffer" {
  verifies = { "CONNDATA-27" },
  needs = { "connection-oriented", "connect-data" },

  run = function(wsp)
    local silent = wsp.bound_socket()
    local caller = wsp.socket { as = "caller" }
    local outcome = caller:connect(silent.address, { reply_room = wsp.reply_room })
    check("CONNDATA-27", outcome):fails_with "WSAECONNREFUSED"
    check("CONNDATA-27", outcome.reply:raw(), "the buffer"):equals(("\xA5"):rep(wsp.reply_room))
    wsp.note(("lpCalleeData->len after the refusal: %d"):format(outcome.reply:length()))

    local listener = wsp.listen()
    local rejected = wsp.request(listener, { reply_room = wsp.reply_room, fence = false })
    listener:accept {
      decide = function(request)
        request:set_reply_length(0)
        return "reject"
      end,
    }
    check("CONNDATA-27", rejected:end_seen(), "the caller's end"):differs_from "no outcome"
    check("CONNDATA-27", rejected.reply:raw(), "the buffer after a rejection"):equals(("\xA5"):rep(wsp.reply_room))
  end,
}
