scenario "WSPAccept on a socket that does not listen is refused" {
  verifies = { "ACCEPT-09", "COND-04" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local function refused(socket, what)
      for _, blocking in ipairs { true, false } do
        socket:set_blocking(blocking)
        local outcome = socket:accept { decide = "accept" }
        check("ACCEPT-09", outcome, what):fails_with "WSAEINVAL"
        check("COND-04", #outcome.conditions, "condition calls on " .. what):equals(0)
        check("ACCEPT-09", socket:accept(), what):fails_with "WSAEINVAL"
      end
    end
    refused(wsp.socket(), "an unbound socket")
    refused(wsp.bound_socket(), "a bound socket")
    refused(wsp.connection().caller, "a connected socket")
    refused(wsp.request(wsp.listen()), "the socket of a caller that waits")
  end,
}
