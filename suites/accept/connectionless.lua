scenario "WSPAccept on a connectionless socket is refused" {
  verifies = { "ACCEPT-10", "COND-04" },
  needs = { "connectionless" },

  run = function(wsp)
    local outcome = wsp.bound_socket():accept { decide = "accept" }
    check("ACCEPT-10", outcome):fails_with "WSAEOPNOTSUPP"
    check("COND-04", #outcome.conditions, "condition calls"):equals(0)
  end,
}
