scenario "A deferred request is presented the same way each time" {
  verifies = { "DEFER-12" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local data = wsp.entry.flags.XP1_CONNECT_DATA and wsp.pattern(wsp.traits.connect_data_limit, 1) or nil
    local listener = wsp.listen()
    wsp.request(listener, { data = data })

    local one = listener:accept { decide = "defer" }.condition
    local two = listener:accept { decide = "defer" }.condition
    check("DEFER-12", two.caller_id, "lpCallerId"):equals(one.caller_id)
    check("DEFER-12", two.callee_id, "lpCalleeId"):equals(one.callee_id)
    check("DEFER-12", two.caller_data or "", "lpCallerData"):equals(one.caller_data or "")
    check("DEFER-12", two.caller_data or "", "lpCallerData"):equals(data or "")
    check("DEFER-12", two.sqos_form, "lpSQOS"):equals(one.sqos_form)
    check("DEFER-12", two.callee_room, "the room for a reply"):equals(one.callee_room)
  end,
}
