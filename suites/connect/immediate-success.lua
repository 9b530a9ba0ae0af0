scenario "A connect that succeeds at once is indicated all the same" {
  verifies = { "NOTIFY-23" },

  run = function(wsp)
    local connectionless = wsp.entry.flags.XP1_CONNECTIONLESS
    for _, mechanism in ipairs { "event", "message" } do
      local target = connectionless and wsp.bound_socket { as = "peer" } or wsp.listen()
      local caller = wsp.attempt(target, { mechanism = mechanism })
      if not caller.attempt.ok then
        undecided("NOTIFY-23", "the connect does not succeed at once")
      elseif not check("NOTIFY-23", caller):gets_indicated("FD_CONNECT", { error = "none" }) then
        return
      end
    end
  end,
}
