local function comparable(word)
  return (word & 0xFF) << 8 | word >> 8
end

scenario "The version is negotiated by the rule" {
  verifies = { "STARTUP-03", "STARTUP-04", "STARTUP-12" },
  isolated = true,

  run = function(wsp)
    local starts, highest = 0, nil
    local function negotiated(requirement, requested)
      local started = wsp.startup { version = requested }
      local asked = requested[1] << 8 | requested[2]
      local version = ("%d.%d"):format(table.unpack(requested))
      if started.ok then
        starts = starts + 1
        highest = highest or started.high_version
        check(requirement, started.high_version, "wHighVersion for " .. version):equals(highest)
        check(requirement, comparable(started.version or 0), "the version for " .. version):equals(
          math.min(asked, comparable(highest or 0)))
      else
        check(requirement, started.returned, "the code for " .. version):equals(10092)
      end
      return started
    end
    check("STARTUP-03", negotiated("STARTUP-03", { 2, 2 })):succeeds()
    for _, above in ipairs { { 9, 9 }, { 3, 0 }, { 255, 255 } } do
      local started = negotiated("STARTUP-04", above)
      check("STARTUP-04", started):succeeds()
      check("STARTUP-04", started.version, "wVersion"):equals(started.high_version)
    end
    -- Within the major number the minor one decides.
    for _, minor in ipairs { 3, 255 } do
      check("STARTUP-04", negotiated("STARTUP-04", { 2, minor })):succeeds()
    end
    negotiated("STARTUP-12", { 2, 0 })
    negotiated("STARTUP-12", { 2, 2 })
    for _ = 1, starts do
      wsp.cleanup()
    end

    if negotiated("STARTUP-12", { 2, 0 }).ok then
      negotiated("STARTUP-12", { 2, 2 })
      wsp.cleanup()
    end
    wsp.cleanup()
  end,
}
