scenario "CF_REJECT makes WSPAccept fail with WSAECONNREFUSED" {
  verifies = { "REJECT-01", "ACCEPT-02" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, blocking in ipairs { true, false } do
      local listener = wsp.listen { blocking = blocking }
      wsp.request(listener)
      listener:await_readable()
      local rejection = listener:accept { decide = "reject" }
      check("REJECT-01", rejection):fails_with "WSAECONNREFUSED"
      check("ACCEPT-02", rejection.returned, "the value WSPAccept returned"):equals(constants.INVALID_SOCKET)
    end
  end,
}
