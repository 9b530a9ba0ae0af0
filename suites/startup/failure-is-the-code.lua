scenario "A failing WSPStartup returns the code itself" {
  verifies = { "STARTUP-02" },
  isolated = true,

  run = function(wsp)
    local refused = wsp.startup { version = { 0, 1 } }
    check("STARTUP-02", refused.returned, "the value returned for version 0.1"):is_one_of(
      10091, 10092, 10036, 10067, 10014)
  end,
}
