scenario "A failed WSPStartup adds no reference" {
  verifies = { "STARTUP-16" },
  isolated = true,

  run = function(wsp)
    check("STARTUP-16", wsp.startup()):succeeds()
    check("STARTUP-16", wsp.startup { version = { 0, 1 } }.returned, "the code for 0.1"):equals(10092)
    check("STARTUP-16", wsp.startup({ data = "null" }).returned, "the code for a NULL lpWSPData"):equals(10014)
    check("STARTUP-16", wsp.startup({ table = "null" }).returned, "the code for a NULL lpProcTable"):equals(10014)
    check("STARTUP-16", wsp.cleanup()):succeeds()
    check("STARTUP-16", wsp.cleanup()):fails_with "WSANOTINITIALISED"
  end,
}
