scenario "A socket accepted from a blocking listener blocks" {
  verifies = { "INHERIT-05" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, decide in ipairs { "accept", false } do
      local connection = wsp.connection { decide = decide or nil }
      local pending = connection.callee:begin_receive(16)
      wsp.fence()
      check("INHERIT-05", pending.finished, "WSPRecv returned although nothing was sent"):is_false()
      connection.caller:send_all("late")
      check("INHERIT-05", pending):succeeds()
      check("INHERIT-05", pending:outcome().data, "the data"):equals "late"
    end
  end,
}
