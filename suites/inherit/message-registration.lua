scenario "An accepted socket inherits the message registration of its listener" {
  verifies = { "INHERIT-03" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { notify = { "FD_ACCEPT", "FD_READ", "FD_CLOSE" }, mechanism = "message" }
    local connection = wsp.connection { listener = listener }
    connection.callee:inherits_notification_of(listener)
    connection.caller:send("data")
    check("INHERIT-03", connection.callee):gets_indicated("FD_READ", { error = "none" })
  end,
}
