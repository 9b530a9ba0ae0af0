scenario "A non-blocking caller whose request is rejected learns of it" {
  verifies = { "REJECT-02", "REJECT-03", "CONNECT-32" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, mechanism in ipairs { "event", "message" } do
      local listener = wsp.listen()
      local caller = wsp.request(listener, { mechanism = mechanism })
      listener:accept { decide = "reject" }
      check("REJECT-02", caller):was_refused()
      if wsp.reports_decision then
        check("REJECT-03", caller):gets_indicated("FD_CONNECT", { error = "WSAECONNREFUSED" })
      else
        check("REJECT-03", caller):gets_indicated "FD_CLOSE"
      end
      wsp.fence()
      -- A connect that succeeded at once need not have been indicated.
      local count = caller.attempt.ok and math.min(caller:indicated "FD_CONNECT", 1) or 1
      check("CONNECT-32", caller):was_indicated("FD_CONNECT", count)
    end
  end,
}
