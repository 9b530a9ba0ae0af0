scenario "An accepted socket inherits the event registration of its listener" {
  verifies = { "INHERIT-02", "INHERIT-01" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { notify = { "FD_ACCEPT", "FD_READ", "FD_CLOSE" } }
    local connection = wsp.connection { listener = listener }
    connection.callee:inherits_notification_of(listener)
    check("INHERIT-02", connection.caller:send("data")):succeeds()
    check("INHERIT-02", connection.callee):gets_indicated("FD_READ", { error = "none" })
    check("INHERIT-01", connection.callee:receive(64).data, "the data announced"):equals "data"
  end,
}
