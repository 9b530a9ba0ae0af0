scenario "A non-blocking connect proceeds and announces its outcome once" {
  verifies = { "CONNECT-05", "NOTIFY-21", "CONNECT-32" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, mechanism in ipairs { "event", "message" } do
      local listener = wsp.listen()
      local caller = wsp.attempt(listener, { mechanism = mechanism })
      check("CONNECT-05", caller.attempt):succeeds_or_fails_with "WSAEWOULDBLOCK"
      -- A success at once is one before WSPAccept, and need not be indicated as well: that is NOTIFY-23.
      local at_once = caller.attempt.ok
      if at_once then
        check("CONNECT-05", caller:peer_name(), "after the success at once"):succeeds()
        undecided("NOTIFY-21", "the connect succeeds at once")
      end
      local accepted = listener:accept { decide = "accept" }
      if not at_once then
        check("NOTIFY-21", caller):gets_indicated("FD_CONNECT", { error = "none" })
      end
      check("CONNECT-05", caller):is_connected_to(accepted.socket)
      wsp.fence()
      local count = at_once and caller:indicated "FD_CONNECT" or 1
      check("CONNECT-32", caller):was_indicated("FD_CONNECT", math.min(count, 1))
      accepted.socket:close()
      caller:await "FD_CLOSE"
      check("CONNECT-32", caller):was_indicated("FD_CONNECT", math.min(count, 1))
    end
  end,
}
