scenario "A layer whose next provider does not start does not start either" {
  verifies = { "LAYER-12" },
  needs = { "layered" },
  isolated = true,

  run = function(wsp)
    wsp.below:watch()
    wsp.below:fail_next("WSPStartup", "WSASYSNOTREADY")
    local started = wsp.startup()
    if wsp.below.attempts == 0 then
      undecided("LAYER-12", "the layer's way to the next provider's WSPStartup cannot be watched")
    else
      check("LAYER-12", started):fails()
    end
    if started.ok then
      wsp.cleanup()
    end
    if wsp.below.attempts ~= 0 then
      wsp.below:disarm()
      local again = wsp.startup()
      check("LAYER-12", again, "once the next provider can be started"):succeeds()
      if again.ok then
        check("LAYER-12", wsp.try_socket(), "once the next provider was started"):succeeds()
        wsp.cleanup()
      end
    end
  end,
}
