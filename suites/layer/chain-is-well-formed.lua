scenario "A chain lists existing entries, each once, and ends in a base" {
  verifies = { "LAYER-13" },
  needs = { "layered" },

  run = function(wsp)
    local links, seen = wsp.entry.links, {}
    for i, link in ipairs(links) do
      local what = ("link %d, %d"):format(i, link.catalog_id)
      check("LAYER-13", link.known, what .. ", is in the catalog"):is_true()
      check("LAYER-13", seen[link.catalog_id] ~= nil, what .. ", stands in the chain already"):is_false()
      check("LAYER-13", link.catalog_id, what):differs_from(wsp.entry.catalog_id)
      seen[link.catalog_id] = true
    end
    check("LAYER-13", links[#links].chain_length, "the last link's ChainLen"):equals(1)
  end,
}
