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
  end,
}
