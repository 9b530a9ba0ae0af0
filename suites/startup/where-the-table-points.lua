scenario "The procedure table is complete" {
  verifies = { "STARTUP-07", "STARTUP-08" },
  isolated = true,

  run = function(wsp)
    local started = wsp.startup()
    check("STARTUP-07", started.table_complaint == nil):shows(
      "thirty entries", started.table_complaint or "thirty entries")
    record("STARTUP-08", started.table_complaint or "every entry is executable code of a loaded module")
    wsp.cleanup()
  end,
}
