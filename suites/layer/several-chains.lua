local function socket_of(wsp, entry)
  return wsp.try_socket { af = entry.af, type = entry.type, protocol = entry.protocol, info = entry.catalog_id }
end

scenario "One layer serves several chains" {
  verifies = { "LAYER-16" },
  needs = { "layered", "several-chains" },
  isolated = true,

  run = function(wsp)
    local other = wsp.sibling_chains[1]
    wsp.startup()
    local second = wsp.startup { entry = other.catalog_id }
    local through_other = second.ok and socket_of(wsp, other)
    if through_other and through_other.ok then
      local info = through_other.socket:option("SO_PROTOCOL_INFOW", { room = 628 })
      check("LAYER-16", info.ok and info.value:sub(37, 40) == other.info:sub(37, 40)):shows(
        "a socket of the second chain shows that chain's identifier", "another identifier")
      wsp.startup()
      local through_own = socket_of(wsp, wsp.entry)
      check("LAYER-16", through_own, "a socket of the first chain"):succeeds()
      check("LAYER-16", through_own.socket:bind(wsp.local_address()), "a socket of the first chain"):succeeds()
      wsp.cleanup()
    else
      undecided("LAYER-16", "what the second chain stands on does not work")
    end
    if second.ok then
      wsp.cleanup()
    end
    wsp.cleanup()
  end,
}
