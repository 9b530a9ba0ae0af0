scenario "A layer whose next provider cannot be found does not start" {
  verifies = { "LAYER-12" },
  needs = { "layered" },
  isolated = true,

  run = function(wsp)
    wsp.below:watch()
    wsp.upcalls:fail_next("WPUGetProviderPath", "WSAEINVAL")
    local started = wsp.startup()
    local refused = not wsp.upcalls:disarm()
    if refused and wsp.below.attempts == 0 then
      check("LAYER-12", started):fails()
    else
      undecided("LAYER-12", "the layer found the next provider without WPUGetProviderPath")
    end
    if started.ok then
      wsp.cleanup()
    end
  end,
}
