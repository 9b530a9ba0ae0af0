scenario "The base gets its own entry" {
  verifies = { "LAYER-03" },
  needs = { "layered", "over-base" },
  isolated = true,

  run = function(wsp)
    local base = wsp.entry.links[2].catalog_id
    wsp.below:watch()
    wsp.startup()
    if wsp.below.starts == 0 then
      undecided("LAYER-03", "the layer's way to the base's WSPStartup cannot be watched")
      wsp.cleanup()
      return
    end
    -- A layer may start the bases of all its chains at once, of which only the last is seen.
    local bases = { base }
    for _, other in ipairs(wsp.below.attempts > 1 and wsp.sibling_chains or {}) do
      bases[#bases + 1] = other.chain[2]
    end
    check("LAYER-03", wsp.below:catalog_id("WSPStartup"), "dwCatalogEntryId for WSPStartup"):is_one_of(
      table.unpack(bases))
    local socket = wsp.bound_socket()
    local text = wsp.address_to_string(socket.address)
    if text.ok then
      wsp.string_to_address(text.text)
    end
    for _, name in ipairs { "WSPSocket", "WSPAddressToString", "WSPStringToAddress" } do
      local given = wsp.below:catalog_id(name)
      if given then
        check("LAYER-03", given, "dwCatalogEntryId for " .. name):equals(base)
      end
    end
    socket:close()
    wsp.cleanup()
  end,
}
