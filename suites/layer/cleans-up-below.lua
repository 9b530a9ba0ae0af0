scenario "Every start of the next provider is matched by a cleanup" {
  verifies = { "LAYER-11" },
  needs = { "layered" },
  isolated = true,

  run = function(wsp)
    wsp.below:watch()
    wsp.startup()
    if wsp.below.starts == 0 then
      undecided("LAYER-11", "the layer's way to the next provider's WSPStartup cannot be watched")
      wsp.cleanup()
      return
    end
    wsp.startup()
    if wsp.startup({ version = { 0, 1 } }).ok then
      wsp.cleanup()
    end
    wsp.below:fail_next("WSPStartup", "WSASYSNOTREADY")
    if wsp.startup().ok then
      wsp.cleanup()
    end
    wsp.below:disarm()
    wsp.cleanup()
    check("LAYER-11", wsp.below.cleanups, "cleanups of the next provider"):is_at_most(wsp.below.starts)
    wsp.cleanup()
    check("LAYER-11", wsp.below.cleanups, "cleanups of the next provider after the last one"):equals(wsp.below.starts)
  end,
}
