scenario "A layer's WSPStartup starts the next provider of its chain with the upcall table that it was given" {
  verifies = { "LAYER-01", "LAYER-04" },
  needs = { "layered" },
  isolated = true,

  run = function(wsp)
    wsp.below:watch()
    check("LAYER-01", wsp.startup()):succeeds()
    local first = wsp.below.starts
    if first == 0 then
      undecided("LAYER-04", "the layer's way to the next provider's WSPStartup cannot be watched")
      wsp.cleanup()
      return
    end
    check("LAYER-04", wsp.below.has_our_upcalls):shows("the same fifteen pointers", "the table was changed on its way")
    wsp.cleanup()
    if wsp.below.cleanups == first then
      check("LAYER-01", wsp.startup(), "started again"):succeeds()
      check("LAYER-01", wsp.below.starts, "starts of the next provider"):is_at_least(first + 1)
      wsp.cleanup()
    end
  end,
}
