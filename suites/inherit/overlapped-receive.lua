scenario "Overlapped reception works on a socket accepted from an overlapped listener" {
  verifies = { "INHERIT-09" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    local posted = connection.callee:receive(16, { overlapped = "event" })
    check("INHERIT-09", posted):succeeds_or_fails_with "WSA_IO_PENDING"
    connection.caller:send_all("later")
    check("INHERIT-09", posted.operation:wait(), "the operation completes"):is_true()
  end,
}
