scenario "A version below the provider's range is refused" {
  verifies = { "STARTUP-05", "STARTUP-17" },
  isolated = true,

  run = function(wsp)
    for _, version in ipairs { { 0, 0 }, { 0, 1 }, { 0, 2 }, { 0, 255 } } do
      local what = ("the code for %d.%d"):format(table.unpack(version))
      check("STARTUP-05", wsp.startup({ version = version }).returned, what):equals(10092)
    end
    for _, version in ipairs { { 1, 0 }, { 1, 1 } } do
      local started = wsp.startup { version = version }
      check("STARTUP-05", started.returned, "the code for 1.x"):is_one_of(0, 10092)
      if started.ok then
        wsp.cleanup()
      else
        check("STARTUP-17", started.returned, "the code"):is_one_of(10091, 10092, 10036, 10067, 10014)
      end
    end
    record("STARTUP-17", "codes are from the page's list where 1.x is refused")
  end,
}
