scenario "A blocking caller whose buffer is too small for the reply gets WSAEFAULT" {
  verifies = { "CONNDATA-15" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.bound_socket { as = "caller" }
    local reply = wsp.pattern(math.min(8, wsp.traits.reply_room), 1)
    if #reply < 2 then
      undecided("CONNDATA-15", "the provider has no room for a reply longer than its buffer")
      return
    end
    local attempt = caller:begin_connect(wsp.name_to_dial(listener), { data = "q", reply_room = #reply - 1 })
    local pending = listener:begin_accept {
      decide = function(request)
        request:write_reply(reply)
        return "accept"
      end,
    }
    check("CONNDATA-15", attempt):fails_with "WSAEFAULT"
    local received = attempt:outcome().reply
    check("CONNDATA-15", received:overrun() == nil):shows(
      "nothing is written behind the caller's buffer", received:overrun() or "nothing was")
    if not pending.finished then
      wsp.request(listener, { fence = false })
      pending:outcome()
    end
  end,
}
