scenario "Unusable pointers give WSAEFAULT" {
  verifies = { "STARTUP-09" },
  isolated = true,

  run = function(wsp)
    check("STARTUP-09", wsp.startup { data = "null" }.returned, "the code for a NULL lpWSPData"):equals(10014)
    check("STARTUP-09", wsp.startup { table = "null" }.returned, "the code for a NULL lpProcTable"):equals(10014)
    check("STARTUP-09", wsp.startup()):succeeds()
    wsp.cleanup()
  end,
}
