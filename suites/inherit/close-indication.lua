scenario "FD_CLOSE is indicated for the accepted socket and never for the listener" {
  verifies = { "INHERIT-13" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, mechanism in ipairs { "message", "event" } do
      local listener = wsp.listen { notify = { "FD_ACCEPT", "FD_CLOSE" }, mechanism = mechanism }
      local connection = wsp.connection { listener = listener }
      connection.callee:inherits_notification_of(listener)
      connection.caller:close()
      check("INHERIT-13", connection.callee):gets_indicated "FD_CLOSE"
      check("INHERIT-13", listener):was_indicated("FD_CLOSE", 0)
    end
  end,
}
