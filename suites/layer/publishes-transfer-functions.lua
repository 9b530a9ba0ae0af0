scenario "A layer that passes handles through publishes the transfer functions from below" {
  verifies = { "LAYER-19" },
  needs = { "layered", "ifs" },
  isolated = true,

  run = function(wsp)
    wsp.below:watch()
    wsp.startup()
    if wsp.below.starts == 0 then
      undecided("LAYER-19", "the layer's way to the next provider's WSPStartup cannot be watched")
    else
      for _, name in ipairs { "WSPSend", "WSPRecv", "WSPGetOverlappedResult" } do
        check("LAYER-19", wsp.below:publishes(name)):shows(
          name .. " is that of the provider below", name .. " is another function")
      end
    end
    wsp.cleanup()
  end,
}
