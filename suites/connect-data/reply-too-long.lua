scenario "A reply that does not fit gives WSAEFAULT and spoils nothing" {
  verifies = { "CONNDATA-15" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local reply = wsp.pattern(math.min(8, wsp.traits.reply_room), 1)
    if #reply < 2 then
      undecided("CONNDATA-15", "the provider has no room for a reply longer than its buffer")
      return
    end
    for _, room in ipairs { #reply // 2, #reply - 1 } do
      listener = wsp.listen()
      local caller = wsp.attempt(listener, { data = "q", reply_room = room })
      if caller.attempt.error == "WSAEFAULT" then
        check("CONNDATA-15", caller.attempt):fails_with "WSAEFAULT"
      else
        listener:accept {
          decide = function(request)
            request:write_reply(reply)
            return "accept"
          end,
        }
        check("CONNDATA-15", caller:connect_result(), "the attempt's outcome"):equals "WSAEFAULT"
        check("CONNDATA-15", caller.reply:overrun() == nil):shows(
          "nothing is written behind the caller's buffer", caller.reply:overrun() or "nothing was")
      end
    end
  end,
}
