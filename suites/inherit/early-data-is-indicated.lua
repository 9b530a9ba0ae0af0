scenario "What came before the acceptance is indicated on the accepted socket" {
  verifies = { "INHERIT-02", "INHERIT-03", "INHERIT-13" },
  needs = { "connection-oriented", "handshake-first" },

  run = function(wsp)
    local function accept_late(mechanism, decide, stimulus)
      local listener = wsp.listen { notify = { "FD_ACCEPT", "FD_READ", "FD_CLOSE" }, mechanism = mechanism }
      local sent = stimulus(wsp.request(listener))
      wsp.settle()
      listener:await_readable()
      local callee = listener:accept({ decide = decide or nil }).socket
      callee:inherits_notification_of(listener)
      return callee, sent.ok
    end

    for mechanism, requirement in pairs { event = "INHERIT-02", message = "INHERIT-03" } do
      for _, decide in ipairs { "accept", false } do
        local callee, sent = accept_late(mechanism, decide, function(caller)
          return caller:send "early"
        end)
        if sent then
          check(requirement, callee):gets_indicated("FD_READ", { error = "none" })
        else
          undecided(requirement, "nothing can be sent before the acceptance")
        end

        -- Half a close: a whole one may count as a withdrawal.
        local ended
        callee, ended = accept_late(mechanism, decide, function(caller)
          return caller:shutdown "send"
        end)
        if wsp.entry.flags.XP1_GRACEFUL_CLOSE and ended then
          check("INHERIT-13", callee):gets_indicated("FD_CLOSE", { error = "none" })
        else
          undecided("INHERIT-13", "a caller cannot end its side before the acceptance")
        end
      end
    end
  end,
}
