scenario "An accepted socket inherits the message registration of its listener" {
  verifies = { "INHERIT-03" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { notify = { "FD_ACCEPT", "FD_READ", "FD_CLOSE" }, mechanism = "message" }
    for _, decide in ipairs { "accept", false } do
      local connection = wsp.connection { listener = listener, decide = decide or nil }
      connection.callee:inherits_notification_of(listener)
      connection.caller:send_all("data")
      check("INHERIT-03", connection.callee):gets_indicated("FD_READ", { error = "none" })
      wsp.fence()
      check("INHERIT-03", connection.callee):was_indicated("FD_WRITE", 0)
    end
  end,
}
