scenario "CF_DEFER makes WSPAccept fail with WSATRY_AGAIN" {
  verifies = { "DEFER-01", "ACCEPT-02" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.request(listener)

    local deferral = listener:accept { decide = "defer" }
    check("DEFER-01", deferral):fails_with "WSATRY_AGAIN"
    check("ACCEPT-02", deferral.returned, "the value WSPAccept returned"):equals(constants.INVALID_SOCKET)
  end,
}
