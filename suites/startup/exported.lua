-- In UTF-8: U+0080 to U+009F and U+00AD, U+200B to U+200F, U+2028 to U+202E, U+2060 to U+206F, U+FEFF.
local formats = {
  "\xC2[\x80-\x9F\xAD]", "\xE2\x80[\x8B-\x8F\xA8-\xAE]", "\xE2\x81[\xA0-\xAF]", "\xEF\xBB\xBF",
}

scenario "WSPStartup is the entry point and succeeds with zero" {
  verifies = { "STARTUP-01", "STARTUP-02", "STARTUP-06", "STARTUP-07", "STARTUP-10" },
  isolated = true,

  run = function(wsp)
    local started = wsp.startup()
    check("STARTUP-01", started.call, "the procedure called"):equals "WSPStartup"
    check("STARTUP-02", started.returned, "the value WSPStartup returned"):equals(0)
    check("STARTUP-06", (started.version or 0) & 0xFF, "the major version negotiated"):equals(2)
    check("STARTUP-07", started.table_complaint == nil):shows(
      "thirty entries, each of them code", started.table_complaint or "thirty entries")
    local description = started.description or ""
    check("STARTUP-10", started.description ~= nil, "szDescription is written"):is_true()
    check("STARTUP-10", started.description_terminated, "szDescription is terminated"):is_true()
    check("STARTUP-10", description:find("%c") == nil, "szDescription is free of control characters"):is_true()
    for _, format in ipairs(formats) do
      local found = description:find(format)
      check("STARTUP-10", found, "a formatting character in szDescription"):is_absent()
    end
    wsp.cleanup()
  end,
}
