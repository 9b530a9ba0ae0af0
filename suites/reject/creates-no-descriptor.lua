scenario "A rejection leaves no descriptor behind" {
  verifies = { "REJECT-08" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.request(listener)
    local mark = wsp.upcalls:mark()
    local rejection = listener:accept { decide = "reject" }
    check("REJECT-08", rejection.socket, "a socket"):is_absent()
    if not wsp.entry.flags.XP1_IFS_HANDLES then
      local made = #wsp.upcalls:since(mark, "WPUCreateSocketHandle")
      local closed = #wsp.upcalls:since(mark, "WPUCloseSocketHandle")
      check("REJECT-08", made - closed, "descriptors made and not closed"):equals(0)
    end
  end,
}
