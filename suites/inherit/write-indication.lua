scenario "FD_WRITE is indicated on an accepted socket whose inherited mask has it" {
  verifies = { "INHERIT-12" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, mechanism in ipairs { "message", "event" } do
      local listener = wsp.listen { notify = { "FD_ACCEPT", "FD_WRITE" }, mechanism = mechanism }
      local connection = wsp.connection { listener = listener }
      connection.callee:inherits_notification_of(listener)
      check("INHERIT-12", connection.callee):gets_indicated("FD_WRITE", { error = "none" })
      wsp.exchange(connection.callee, connection.caller)
      wsp.fence()
      check("INHERIT-12", connection.callee):was_indicated("FD_WRITE", 1)
    end
  end,
}
