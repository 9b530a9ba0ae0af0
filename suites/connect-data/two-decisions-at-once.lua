scenario "Replies of two condition calls at one time go to their own callers" {
  verifies = { "CONNDATA-21" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local other = wsp.listen { as = "other listener" }
    local caller = wsp.request(listener, { data = "1", reply_room = wsp.reply_room })
    local other_caller = wsp.request(other, { data = "2", reply_room = wsp.reply_room })
    local pending, answered, unchanged
    local accepted = listener:accept {
      decide = function(request)
        request:write_reply "a"
        pending = other:begin_accept {
          decide = function(other_request)
            other_request:write_reply "b"
            answered = true
            return "accept"
          end,
        }
        -- A provider that makes one condition call after the other is waited for in vain, and is right all the same.
        wsp.wait_until(function()
          return answered
        end)
        unchanged = request:unchanged()
        return "accept"
      end,
    }
    check("CONNDATA-21", accepted):succeeds()
    check("CONNDATA-21", unchanged, "the parameters of the first stay as they are"):is_true()
    check("CONNDATA-21", pending):succeeds()
    check("CONNDATA-21", pending:outcome().condition.caller_data, "lpCallerData of the other"):equals "2"
    check("CONNDATA-21", caller):becomes_connected()
    check("CONNDATA-21", caller.reply:bytes(), "the reply to the first"):equals "a"
    check("CONNDATA-21", other_caller):becomes_connected()
    check("CONNDATA-21", other_caller.reply:bytes(), "the reply to the other"):equals "b"
  end,
}
