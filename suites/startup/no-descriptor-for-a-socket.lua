scenario "Without a descriptor there is no new socket, and nothing is left behind" {
  verifies = { "UPCALL-22" },

  run = function(wsp)
    local before = wsp.upcalls:open_handles()
    wsp.upcalls:refuse_next_handle()
    local refused = wsp.try_socket()
    check("UPCALL-22", wsp.upcalls:disarm(), "the refusal was left unused"):is_false()
    check("UPCALL-22", refused):fails_with("WSAEMFILE", "WSAENOBUFS", "WSAEINVAL")
    check("UPCALL-22", refused.socket, "a socket"):is_absent()
    if not wsp.entry.flags.XP1_IFS_HANDLES then
      check("UPCALL-22", wsp.upcalls:open_handles(), "open descriptors"):equals(before)
    end
    check("UPCALL-22", wsp.try_socket()):succeeds()
  end,
}
