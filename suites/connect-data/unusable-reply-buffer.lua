scenario "An unusable reply buffer gives WSAEFAULT" {
  verifies = { "CONNDATA-16" },
  needs = { "connection-oriented", "connect-data" },

  run = function(wsp)
    for _, buffer in ipairs { "null", "inaccessible" } do
      local listener = wsp.listen()
      local caller = wsp.attempt(listener, { reply_room = 16, reply_buffer = buffer })
      if caller.attempt.error == "WSAEFAULT" then
        check("CONNDATA-16", caller.attempt):fails_with "WSAEFAULT"
      else
        listener:accept {
          decide = function(request)
            request:write_reply(("x"):rep(math.min(8, wsp.traits.reply_room)))
            return "accept"
          end,
        }
        check("CONNDATA-16", caller:connect_result(), "the attempt's outcome"):equals "WSAEFAULT"
      end

      local blocking = wsp.bound_socket { as = "blocking caller" }
      local name = wsp.name_to_dial(listener)
      local attempt = blocking:begin_connect(name, { reply_room = 16, reply_buffer = buffer })
      wsp.wait_until(function()
        return attempt.finished or listener:readable()
      end)
      if not attempt.finished then
        listener:accept {
          decide = function(request)
            request:write_reply "x"
            return "accept"
          end,
        }
      end
      check("CONNDATA-16", attempt):fails_with "WSAEFAULT"
    end
  end,
}
