scenario "A backlog of zero is no error" {
  verifies = { "LISTEN-08", "BACKLOG-13" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.bound_socket { as = "listener" }
    check("LISTEN-08", listener:listen(0)):succeeds()

    local first = wsp.attempt(listener)
    wsp.fence()
    local state = first.attempt.ok and "connected" or first.attempt.error
    if state == "WSAEWOULDBLOCK" then
      state = first:connect_state()
    end
    record("BACKLOG-13", "the first caller with backlog 0: " .. state)
    first:close()

    check("BACKLOG-13", listener:listen(1)):succeeds()
    listener:set_blocking(false)
    -- Where the first was queued it may be there still, without a caller, and take the only place.
    listener:accept()
    local second = wsp.attempt(listener)
    local accepted
    local came = wsp.wait_until(function()
      accepted = listener:accept { decide = "accept" }
      return accepted.ok and accepted.shown_caller:same_as(second.address)
    end)
    check("BACKLOG-13", came):shows("a caller is admitted after WSPListen with backlog 1", tostring(accepted))
  end,
}
