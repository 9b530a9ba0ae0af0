scenario "Where nobody listens the attempt is refused" {
  verifies = { "CONNECT-14", "CONNECT-02", "NOTIFY-22", "CONNECT-32" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local silent = wsp.bound_socket()
    local caller = wsp.socket { as = "caller" }
    local outcome = caller:connect(silent.address)
    check("CONNECT-14", outcome):fails_with "WSAECONNREFUSED"
    check("CONNECT-02", outcome.returned, "the value WSPConnect returned"):equals(-1)
    check("CONNECT-02", outcome):fails()

    -- Nor does one who is closed. Whoever listens or calls has a name before that, and the one that becomes free is
    -- taken at once, so that nobody else is given it.
    wsp.fence()
    local dialler = wsp.bound_socket { as = "caller of a closed listener" }
    local gone = wsp.listen { as = "closed listener" }
    local name = wsp.name_to_dial(gone)
    gone:close()
    wsp.socket({ as = "next of that name" }):bind(name)
    wsp.settle()
    wsp.attempt(name, { from = dialler })
    check("CONNECT-14", dialler:connect_result(), "the outcome at a closed listener"):equals "WSAECONNREFUSED"

    for _, mechanism in ipairs { "event", "message" } do
      local other = wsp.attempt(silent, { mechanism = mechanism })
      check("CONNECT-02", other.attempt.returned, "the value WSPConnect returned without blocking"):equals(-1)
      if other.attempt.error == "WSAECONNREFUSED" then
        undecided("NOTIFY-22", "the refusal is known at once")
        undecided("CONNECT-32", "the refusal is known at once")
      else
        check("NOTIFY-22", other):gets_indicated("FD_CONNECT", { error = "WSAECONNREFUSED" })
        wsp.fence()
        check("CONNECT-32", other):was_indicated("FD_CONNECT", 1)
      end
    end
  end,
}
