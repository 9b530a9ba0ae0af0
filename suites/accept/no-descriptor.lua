scenario "With no descriptor left WSPAccept fails with WSAEMFILE" {
  verifies = { "ACCEPT-24", "ACCEPT-25" },
  needs = { "connection-oriented" },

  run = function(wsp)
    -- The code of the upcall may be passed through: that of WPUModifyIFSHandle is WSAEINVAL.
    local passed_through = wsp.entry.flags.XP1_IFS_HANDLES and "WSAEINVAL" or "WSAENOBUFS"
    for _, decision in ipairs { "accept", false } do
      local listener = wsp.listen()
      wsp.request(listener)
      wsp.upcalls:refuse_next_handle()
      local outcome = listener:accept { decide = decision or nil }
      if wsp.upcalls:disarm() then
        undecided("ACCEPT-24", "WSPAccept asks for no descriptor: there is one since the request arrived")
        record("ACCEPT-25", "WSPAccept cannot run short of a descriptor")
      else
        check("ACCEPT-24", outcome):fails_with("WSAEMFILE", "WSAENOBUFS", passed_through)
        check("ACCEPT-24", outcome.socket, "a socket"):is_absent()
        record("ACCEPT-25", "the shortage is reported as " .. tostring(outcome.error))
      end
      listener:close()
    end
  end,
}
