scenario "A socket accepted from a wildcard listener has the specific name that was dialled" {
  verifies = { "ACCEPT-06", "COND-14" },
  needs = { "connection-oriented", "known-family" },

  run = function(wsp)
    local listener = wsp.listen { address = wsp.wildcard_address() }
    for _, decision in ipairs { "accept", false } do
      local caller = wsp.request(listener)
      local accepted = listener:accept { decide = decision or nil }
      check("ACCEPT-06", caller):becomes_connected()
      local dialled = caller:peer_name().address
      check("ACCEPT-06", dialled, "the name that was dialled"):equals(wsp.name_to_dial(listener))
      check("ACCEPT-06", accepted.socket:name().address, "the accepted socket's name"):equals(dialled)
      if decision then
        check("COND-14", accepted.condition.callee_id:same_port_as(dialled)):shows(
          "lpCalleeId with the dialled endpoint " .. dialled.text, accepted.condition.callee_id.text)
      end
    end
  end,
}
