scenario "A reply length beyond the room is contained" {
  verifies = { "CONNDATA-19" },
  needs = { "connection-oriented", "connect-data", "reply-data" },

  run = function(wsp)
    local room = wsp.traits.reply_room
    for _, length in ipairs { room + 1, 0x7FFFFFFF, 0xFFFFFFFF } do
      local listener = wsp.listen()
      local caller = wsp.request(listener, { data = "q", reply_room = room + 64, fence = false })
      local outcome = listener:accept {
        decide = function(request)
          request:fill_reply(wsp.pattern(request.callee_room or 0, 3))
          request:set_reply_length(length)
          return "accept"
        end,
      }
      if outcome.ok then
        check("CONNDATA-19", caller):becomes_connected()
        check("CONNDATA-19", caller.reply:length(), "lpCalleeData->len"):is_at_most(room)
      else
        check("CONNDATA-19", outcome):fails()
      end
    end
  end,
}
