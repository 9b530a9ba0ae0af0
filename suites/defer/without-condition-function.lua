scenario "A deferred request can be accepted without a condition function" {
  verifies = { "DEFER-11" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    wsp.request(listener)
    listener:accept { decide = "defer" }

    local accepted = listener:accept()
    check("DEFER-11", accepted):succeeds()
    check("DEFER-11", #accepted.conditions, "condition calls"):equals(0)
    check("DEFER-11", caller):is_connected_to(accepted.socket)
  end,
}
