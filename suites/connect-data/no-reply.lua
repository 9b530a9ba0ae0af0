scenario "The reply's length is zero when nothing was passed back" {
  verifies = { "CONNDATA-06" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local function judged(actual, what)
      local decided = check("CONNDATA-06", actual, what)
      return wsp.entry.flags.XP1_CONNECT_DATA and decided or decided:graded "should"
    end
    local silent = function(request)
      request:set_reply_length(0)
      return "accept"
    end
    for _, decide in ipairs { silent, false } do
      local caller = wsp.request(listener, { reply_room = 64, fence = false })
      listener:accept { decide = decide or nil }
      check("CONNDATA-06", caller):becomes_connected()
      judged(caller.reply:length(), "lpCalleeData->len"):equals(0)
      judged(caller.reply:raw(), "the buffer"):equals(("\xA5"):rep(64))
    end
  end,
}
