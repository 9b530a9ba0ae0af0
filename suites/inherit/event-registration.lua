scenario "An accepted socket inherits the event registration of its listener" {
  verifies = { "INHERIT-02", "INHERIT-01" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { notify = { "FD_ACCEPT", "FD_READ", "FD_CLOSE" } }
    for _, decide in ipairs { "accept", false } do
      local connection = wsp.connection { listener = listener, decide = decide or nil }
      local callee = connection.callee
      callee:inherits_notification_of(listener)
      check("INHERIT-02", callee):was_indicated("FD_READ", 0)
      listener:reset_event()
      check("INHERIT-02", connection.caller:send_all("data")):succeeds()
      local set = wsp.wait_until(function()
        return listener:event_is_set()
      end)
      check("INHERIT-02", set, "the event object is set"):is_true()
      check("INHERIT-02", callee):gets_indicated("FD_READ", { error = "none" })
      check("INHERIT-02", callee):was_indicated("FD_WRITE", 0)
      check("INHERIT-01", callee:receive(64).data, "the data announced"):equals "data"
    end
  end,
}
