scenario "WSPStartup can be called again, and each success counts" {
  verifies = { "STARTUP-11", "CLEANUP-01", "CLEANUP-02", "CLEANUP-03" },
  isolated = true,

  run = function(wsp)
    for _ = 1, 3 do
      local started = wsp.startup()
      check("STARTUP-11", started):succeeds()
      check("STARTUP-11", started.table_complaint == nil):shows(
        "a usable table each time", started.table_complaint or "usable")
      check("STARTUP-11", started.version ~= nil, "wVersion is written each time"):is_true()
      check("STARTUP-11", started.description ~= nil, "szDescription is written each time"):is_true()
    end
    local socket = wsp.bound_socket()
    for _ = 1, 2 do
      check("CLEANUP-02", wsp.cleanup()):succeeds()
    end
    check("CLEANUP-01", socket:name(), "a socket after two of three cleanups"):succeeds()
    check("CLEANUP-02", wsp.cleanup()):succeeds()
    check("CLEANUP-03", wsp.cleanup()):fails_with "WSANOTINITIALISED"
    check("STARTUP-11", wsp.startup(), "after a cleanup too many"):succeeds()
    check("STARTUP-11", wsp.try_socket(), "after a cleanup too many"):succeeds()
    check("CLEANUP-02", wsp.cleanup()):succeeds()
  end,
}
