scenario "WSPAccept on a socket that does not listen is refused" {
  verifies = { "ACCEPT-09", "COND-04" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local function refused(socket, what)
      socket:set_blocking(false)
      local outcome = socket:accept { decide = "accept" }
      check("ACCEPT-09", outcome, what):fails_with "WSAEINVAL"
      check("COND-04", #outcome.conditions, "condition calls on " .. what):equals(0)
    end
    refused(wsp.socket(), "an unbound socket")
    refused(wsp.bound_socket(), "a bound socket")
    refused(wsp.connection().caller, "a connected socket")
  end,
}
