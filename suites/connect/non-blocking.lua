scenario "A non-blocking connect proceeds and announces its outcome once" {
  verifies = { "CONNECT-05", "NOTIFY-21", "CONNECT-32" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, mechanism in ipairs { "event", "message" } do
      local listener = wsp.listen()
      local caller = wsp.attempt(listener, { mechanism = mechanism })
      check("CONNECT-05", caller.attempt):succeeds_or_fails_with "WSAEWOULDBLOCK"
      local accepted = listener:accept { decide = "accept" }
      check("NOTIFY-21", caller):gets_indicated("FD_CONNECT", { error = "none" })
      check("CONNECT-05", caller):is_connected_to(accepted.socket)
      wsp.fence()
      check("CONNECT-32", caller):was_indicated("FD_CONNECT", 1)
      accepted.socket:close()
      caller:await "FD_CLOSE"
      check("CONNECT-32", caller):was_indicated("FD_CONNECT", 1)
    end
  end,
}
