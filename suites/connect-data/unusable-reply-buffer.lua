scenario "An unusable reply buffer gives WSAEFAULT" {
  verifies = { "CONNDATA-16" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local function replies(request)
      request:write_reply(("x"):rep(math.min(8, wsp.traits.reply_room)))
      return "accept"
    end
    for _, buffer in ipairs { "null", "inaccessible" } do
      local exchange = { data = "q", reply_room = wsp.reply_room, reply_buffer = buffer }
      local listener = wsp.listen()
      local caller = wsp.attempt(listener, exchange)
      if wsp.await_request(listener, caller) then
        listener:accept { decide = replies }
      end
      check("CONNDATA-16", caller:connect_result(), "the attempt's outcome"):equals "WSAEFAULT"

      local blocking = wsp.bound_socket { as = "blocking caller" }
      local attempt = blocking:begin_connect(wsp.name_to_dial(listener), exchange)
      if wsp.await_request(listener, attempt) then
        listener:accept { decide = replies }
      end
      check("CONNDATA-16", attempt):fails_with "WSAEFAULT"
    end
  end,
}
