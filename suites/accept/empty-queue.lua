scenario "WSPAccept on a non-blocking listener with an empty queue" {
  verifies = { "ACCEPT-12", "COND-04", "ACCEPT-02" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { blocking = false }
    local outcome = listener:accept { decide = "accept" }
    check("ACCEPT-12", outcome):fails_with "WSAEWOULDBLOCK"
    check("ACCEPT-02", outcome.returned, "the value WSPAccept returned"):equals(constants.INVALID_SOCKET)
    check("COND-04", #outcome.conditions, "condition calls"):equals(0)
  end,
}
