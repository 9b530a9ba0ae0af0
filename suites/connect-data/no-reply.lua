scenario "The reply's length is zero when nothing was passed back" {
  verifies = { "CONNDATA-06" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local supported = wsp.entry.flags.XP1_CONNECT_DATA
    local listener = wsp.listen()
    local function judged(actual, what)
      local decided = check("CONNDATA-06", actual, what)
      return supported and decided or decided:graded "should"
    end
    local silent = function(request)
      request:set_reply_length(0)
      return "accept"
    end
    local function look_at_reply(reply)
      judged(reply:length(), "lpCalleeData->len"):equals(0)
      -- The room was lent for a reply: that it stays as it was is more than the documents promise.
      check("CONNDATA-06", reply:raw(), "the buffer"):graded("may"):equals(("\xA5"):rep(wsp.reply_room))
    end
    -- Whether a buffer alone is taken where there is no connect data is CONNDATA-12.
    local function accepts(attempt, decide)
      local arrived = wsp.await_request(listener, attempt)
      if arrived then
        listener:accept { decide = decide or nil }
      elseif not supported then
        undecided("CONNDATA-06", "the reply buffer is refused")
      end
      return arrived or supported
    end

    for _, decide in ipairs { silent, false } do
      local caller = wsp.attempt(listener, { reply_room = wsp.reply_room })
      if accepts(caller, decide) then
        check("CONNDATA-06", caller):becomes_connected()
        look_at_reply(caller.reply)
      end

      local blocking = wsp.bound_socket { as = "blocking caller" }
      local attempt = blocking:begin_connect(wsp.name_to_dial(listener), { reply_room = wsp.reply_room })
      if accepts(attempt, decide) then
        check("CONNDATA-06", attempt):succeeds()
        look_at_reply(attempt:outcome().reply)
      end
    end
  end,
}
