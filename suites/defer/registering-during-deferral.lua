scenario "Registering for FD_ACCEPT during a deferral leaves the decision possible" {
  verifies = { "DEFER-23", "DEFER-02" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    listener:accept { decide = "defer" }

    check("DEFER-23", listener:notify("event", { "FD_ACCEPT" })):succeeds()
    wsp.fence()
    local indicated = listener:indicated "FD_ACCEPT" > 0
    record("DEFER-23", indicated and "indicated on registration" or "silent on registration")

    local accepted = listener:accept { decide = "accept" }
    check("DEFER-02", accepted):succeeds()
    check("DEFER-02", caller):is_connected_to(accepted.socket)
  end,
}
