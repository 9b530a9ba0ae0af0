scenario "The last cleanup releases sockets that are still open" {
  verifies = { "CLEANUP-06" },
  isolated = true,
  needs = { "non-ifs" },

  run = function(wsp)
    wsp.startup()
    local before = wsp.upcalls:open_handles()
    wsp.bound_socket()
    wsp.bound_socket()
    check("CLEANUP-06", wsp.cleanup()):succeeds()
    check("CLEANUP-06", wsp.upcalls:open_handles(), "open descriptors"):equals(before)
  end,
}
