scenario "When a deferred request is withdrawn, the one behind it is made known" {
  verifies = { "DEFER-16" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen { notify = { "FD_ACCEPT" } }
    local first = wsp.request(listener)
    listener:await "FD_ACCEPT"
    listener:accept { decide = "defer" }
    local second = wsp.request(listener)
    first:abort()
    wsp.settle()

    local accepted
    if listener:indicated "FD_ACCEPT" < 2 then
      local outcome = listener:accept { decide = "accept" }
      if outcome.ok and outcome.shown_caller:same_as(second.address) then
        accepted = outcome
      else
        check("DEFER-16", listener):gets_indicated("FD_ACCEPT", { count = 2 })
      end
    end
    accepted = accepted or listener:accept { decide = "accept" }
    -- The indication may have been of the withdrawal.
    local reported = accepted.error == "WSAECONNRESET" or accepted.error == "WSAEACCES"
    if reported or accepted.ok and not accepted.shown_caller:same_as(second.address) then
      accepted = listener:accept { decide = "accept" }
    end
    check("DEFER-16", accepted):succeeds()
    check("DEFER-16", second):is_connected_to(accepted.socket)
  end,
}
