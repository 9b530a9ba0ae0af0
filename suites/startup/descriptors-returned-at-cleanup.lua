scenario "The last cleanup releases sockets that are still open" {
  verifies = { "CLEANUP-06" },
  isolated = true,
  needs = { "non-ifs" },

  run = function(wsp)
    -- Before the start, which may make a descriptor for the provider's own use.
    local mark = wsp.upcalls:mark()
    wsp.startup()
    wsp.bound_socket()
    wsp.socket()
    if not wsp.entry.flags.XP1_CONNECTIONLESS then
      local listener = wsp.listen()
      wsp.request(listener, { fence = false })
      listener:accept()
      wsp.request(listener, { fence = false })
    end
    check("CLEANUP-06", wsp.cleanup()):succeeds()
    local made = #wsp.upcalls:since(mark, "WPUCreateSocketHandle")
    local closed = #wsp.upcalls:since(mark, "WPUCloseSocketHandle")
    check("CLEANUP-06", closed, "descriptors closed of those made"):equals(made)
  end,
}
