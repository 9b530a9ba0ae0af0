scenario "An unknown group is refused by WSPSocket" {
  verifies = { "GROUP-02" },

  run = function(wsp)
    local before = wsp.upcalls:open_handles()
    local created = wsp.try_socket { group = 0x7FFF0001 }
    check("GROUP-02", created):fails_with "WSAEINVAL"
    if not created.ok and not wsp.entry.flags.XP1_IFS_HANDLES then
      check("GROUP-02", wsp.upcalls:open_handles(), "open descriptors"):equals(before)
    end
  end,
}
