scenario "WSPAccept on what is not a socket is refused" {
  verifies = { "ACCEPT-11", "COND-04" },

  run = function(wsp)
    local function refused(socket)
      local outcome = socket:accept { decide = "accept" }
      check("ACCEPT-11", outcome):fails_with "WSAENOTSOCK"
      check("COND-04", #outcome.conditions, "condition calls"):equals(0)
    end
    refused(wsp.unknown_socket())
    refused(wsp.invalid_socket())
    local closed = wsp.bound_socket()
    closed:close()
    refused(closed)
    if not wsp.entry.flags.XP1_CONNECTIONLESS then
      local listener = wsp.listen()
      listener:close()
      refused(listener)
    end
  end,
}
