local function comparable(word)
  return (word & 0xFF) << 8 | word >> 8
end

scenario "The version is negotiated by the rule" {
  verifies = { "STARTUP-03", "STARTUP-04", "STARTUP-12" },
  isolated = true,

  run = function(wsp)
    local function negotiated(requirement, requested)
      local started = wsp.startup { version = requested }
      local asked = requested[1] << 8 | requested[2]
      if started.ok then
        local highest = comparable(started.high_version)
        local what = ("the version for %d.%d"):format(table.unpack(requested))
        check(requirement, comparable(started.version), what):equals(math.min(asked, highest))
        wsp.cleanup()
      else
        check(requirement, started.returned, ("the code for %d.%d"):format(table.unpack(requested))):equals(10092)
      end
      return started
    end
    check("STARTUP-03", negotiated("STARTUP-03", { 2, 2 })):succeeds()
    local above = negotiated("STARTUP-04", { 9, 9 })
    check("STARTUP-04", above):succeeds()
    check("STARTUP-04", above.version, "wVersion"):equals(above.high_version)
    negotiated("STARTUP-12", { 2, 0 })
    negotiated("STARTUP-12", { 2, 2 })
  end,
}
