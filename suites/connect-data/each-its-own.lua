scenario "Queued requests keep their own data, and replies go to their own callers" {
  verifies = { "CONNDATA-21", "COND-25" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local limit = wsp.traits.connect_data_limit
    local count = math.min(3, wsp.traits.queue_capacity)
    local callers, sent = {}, {}
    for i = 1, count do
      sent[i] = wsp.pattern(math.min(limit, 4 * i), i)
      callers[i] = wsp.request(listener, { data = sent[i], reply_room = wsp.reply_room })
    end
    for i = 1, count do
      local accepted = listener:accept {
        decide = function(request)
          request:write_reply((request.caller_data or ""):reverse():sub(1, request.callee_room or 0))
          return "accept"
        end,
      }
      check("COND-25", accepted.condition.caller_data, "lpCallerData"):equals(sent[i])
    end
    for i = 1, count do
      check("CONNDATA-21", callers[i]):becomes_connected()
      check("CONNDATA-21", callers[i].reply:bytes(), "the reply to caller " .. i):equals(
        sent[i]:reverse():sub(1, wsp.traits.reply_room))
    end
  end,
}
