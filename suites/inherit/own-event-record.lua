scenario "An accepted socket starts with an event record of its own" {
  verifies = { "INHERIT-11" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen { notify = { "FD_ACCEPT", "FD_READ" } }
    local caller = wsp.request(listener)
    wsp.request(listener)
    listener:await_readable()
    local accepted = listener:accept { decide = "accept" }
    caller:connect_result()
    local record_of_callee = accepted.socket:enumerate()
    check("INHERIT-11", record_of_callee):succeeds()
    check("INHERIT-11", record_of_callee.events.FD_ACCEPT == nil, "FD_ACCEPT is absent from its record"):is_true()
    check("INHERIT-11", listener):gets_indicated("FD_ACCEPT", { error = "none" })
  end,
}
