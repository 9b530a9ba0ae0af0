scenario "Registrations of the accepted socket and the listener are independent" {
  verifies = { "INHERIT-10" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { notify = { "FD_ACCEPT", "FD_READ" } }
    local connection = wsp.connection { listener = listener }
    check("INHERIT-10", connection.callee:stop_notification("event")):succeeds()

    local seen = listener:indicated "FD_ACCEPT"
    wsp.request(listener)
    check("INHERIT-10", listener):gets_indicated("FD_ACCEPT", { count = seen + 1 })

    for _, mechanism in ipairs { "event", "message" } do
      local other = wsp.listen { notify = { "FD_ACCEPT", "FD_READ" }, mechanism = mechanism, as = "other listener" }
      connection = wsp.connection { listener = other }
      connection.callee:inherits_notification_of(other)
      check("INHERIT-10", other:stop_notification(mechanism)):succeeds()
      connection.caller:send_all("data")
      check("INHERIT-10", connection.callee):gets_indicated("FD_READ", { error = "none" })

      local closed = wsp.listen { notify = { "FD_ACCEPT", "FD_READ" }, mechanism = mechanism, as = "closed listener" }
      connection = wsp.connection { listener = closed }
      connection.callee:inherits_notification_of(closed)
      closed:close()
      connection.caller:send_all("data")
      check("INHERIT-10", connection.callee):gets_indicated("FD_READ", { error = "none" })
    end
  end,
}
