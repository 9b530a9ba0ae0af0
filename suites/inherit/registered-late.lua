scenario "What is registered with a listener after WSPListen is inherited, too" {
  verifies = { "INHERIT-02", "INHERIT-03" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for mechanism, requirement in pairs { event = "INHERIT-02", message = "INHERIT-03" } do
      local listener = wsp.listen()
      listener:notify(mechanism, { "FD_ACCEPT", "FD_READ", "FD_CLOSE" })
      local connection = wsp.connection { listener = listener }
      connection.callee:inherits_notification_of(listener)
      connection.caller:send_all("data")
      check(requirement, connection.callee):gets_indicated("FD_READ", { error = "none" })
    end
  end,
}
