scenario "A rejection leaves no descriptor behind" {
  verifies = { "REJECT-08" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.request(listener)
    local before = wsp.upcalls:open_handles()
    local rejection = listener:accept { decide = "reject" }
    check("REJECT-08", rejection.socket, "a socket"):is_absent()
    if not wsp.entry.flags.XP1_IFS_HANDLES then
      check("REJECT-08", wsp.upcalls:open_handles(), "open descriptors"):equals(before)
    end
  end,
}
