scenario "Too little room for the address gives WSAEFAULT" {
  verifies = { "ACCEPT-19", "ACCEPT-07" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { blocking = false }
    local function too_short(room, decision)
      wsp.request(listener)
      listener:await_readable()
      local before = wsp.upcalls:open_handles()
      local outcome = listener:accept { room = room, decide = decision }
      check("ACCEPT-19", outcome, ("addrlen %d"):format(room)):fails_with "WSAEFAULT"
      check("ACCEPT-19", outcome.socket, "a socket"):is_absent()
      if not wsp.entry.flags.XP1_IFS_HANDLES then
        check("ACCEPT-19", wsp.upcalls:open_handles(), "open descriptors"):is_at_most(before)
      end
      local again = listener:accept()
      wsp.note(again.ok and "the request survived the failure" or "the request was consumed by the failure")
    end
    for _, room in ipairs { wsp.entry.min_address - 1, 0, -1 } do
      too_short(room, nil)
      too_short(room, "accept")
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
