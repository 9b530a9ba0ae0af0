scenario "A socket accepted from a non-blocking listener is non-blocking" {
  verifies = { "INHERIT-04" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { blocking = false }
    local caller = wsp.request(listener)
    listener:await_readable()
    local accepted = listener:accept { decide = "accept" }
    check("INHERIT-04", accepted):succeeds()
    caller:connect_result()
    check("INHERIT-04", accepted.socket:receive(1)):fails_with "WSAEWOULDBLOCK"
  end,
}
