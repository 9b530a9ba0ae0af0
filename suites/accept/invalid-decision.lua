scenario "A decision that is none of the three gives WSAEINVAL" {
  verifies = { "ACCEPT-21", "ACCEPT-07" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    listener:set_blocking(false)
    for _, decision in ipairs { 3, -1, 0x7FFFFFFF } do
      local caller = wsp.request(listener)
      listener:await_readable()
      local before = wsp.upcalls:open_handles()
      local outcome = listener:accept { decide = decision }
      check("ACCEPT-21", outcome, ("decision %d"):format(decision)):fails_with "WSAEINVAL"
      check("ACCEPT-21", outcome.socket, "a socket"):is_absent()
      if not wsp.entry.flags.XP1_IFS_HANDLES then
        check("ACCEPT-21", wsp.upcalls:open_handles(), "open descriptors"):is_at_most(before)
      end
      if wsp.reports_decision then
        wsp.fence()
        check("ACCEPT-21", caller:connect_state(), "the caller of that request"):differs_from "connected"
      end
      local again = listener:accept { decide = "reject" }
      wsp.note(again.error == "WSAECONNREFUSED" and "the request survived" or "the request is gone")
    end
    local caller = wsp.request(listener)
    local accepted
    wsp.wait_until(function()
      accepted = listener:accept { decide = "accept" }
      return accepted.ok
    end)
    check("ACCEPT-07", accepted):succeeds()
    check("ACCEPT-07", caller):is_connected_to(accepted.socket)
  end,
}
