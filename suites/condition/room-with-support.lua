scenario "With connect data there is room for a reply" {
  verifies = { "COND-17" },
  needs = { "connection-oriented", "connect-data" },

  run = function(wsp)
    local listener = wsp.listen()
    for _, data in ipairs { "x", false, "x" } do
      wsp.request(listener, { data = data or nil, reply_room = wsp.reply_room })
      local condition = listener:accept { decide = "accept" }.condition
      check("COND-17", condition.callee_room or 0, "lpCalleeData->len"):is_at_least(1)
    end
  end,
}
