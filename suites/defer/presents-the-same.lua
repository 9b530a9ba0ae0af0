scenario "A deferred request is presented the same way each time, whatever arrives meanwhile" {
  verifies = { "DEFER-12" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local function pattern(seed)
      return wsp.entry.flags.XP1_CONNECT_DATA and wsp.pattern(wsp.traits.connect_data_limit, seed) or nil
    end
    local data = pattern(1)
    local listener = wsp.listen()
    wsp.request(listener, { data = data })

    local one = listener:accept { decide = "defer" }.condition
    wsp.request(listener, { data = pattern(2) })
    for _ = 1, 2 do
      local again = listener:accept { decide = "defer" }.condition
      check("DEFER-12", again.caller_id, "lpCallerId"):equals(one.caller_id)
      check("DEFER-12", again.callee_id, "lpCalleeId"):equals(one.callee_id)
      check("DEFER-12", again.caller_data or "", "lpCallerData"):equals(one.caller_data or "")
      check("DEFER-12", again.caller_data or "", "lpCallerData"):equals(data or "")
      check("DEFER-12", again.sqos_form, "lpSQOS"):equals(one.sqos_form)
      check("DEFER-12", again.callee_room, "the room for a reply"):equals(one.callee_room)
    end
  end,
}
