scenario "A layer below gets the chain's entry as it was received" {
  verifies = { "LAYER-02" },
  needs = { "layered", "over-layer" },
  isolated = true,

  run = function(wsp)
    wsp.below:watch()
    wsp.startup()
    local passed = wsp.below:info("WSPStartup")
    if passed then
      check("LAYER-02", wsp.below:catalog_id("WSPStartup"), "dwCatalogEntryId"):equals(wsp.entry.catalog_id)
      check("LAYER-02", passed == wsp.entry.info):shows("byte-identical", "the structures differ")
    else
      undecided("LAYER-02", "the layer's way to the next provider's WSPStartup cannot be watched")
    end
    wsp.cleanup()
  end,
}
