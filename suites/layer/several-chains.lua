local function socket_of(wsp, entry)
  return wsp.try_socket { af = entry.af, type = entry.type, protocol = entry.protocol, info = entry.catalog_id }
end

--- Starts another chain of the layer: the first that works here, whose base may need what this computer does not have.
--- The harness goes on with the table of the chain under test, as the library keeps one for each.
local function start_another(wsp)
  for _, other in ipairs(wsp.sibling_chains) do
    if wsp.startup({ entry = other.catalog_id, keep_table = true }).ok then
      return other
    end
  end
end

local function check_identity(socket, entry, whose)
  local info = socket:option("SO_PROTOCOL_INFOW", { room = 628 })
  check("LAYER-16", info.ok and info.value:sub(37, 40) == entry.info:sub(37, 40)):shows(
    ("%s shows that chain's identifier"):format(whose), "another identifier")
end

scenario "One layer serves several chains" {
  verifies = { "LAYER-16" },
  needs = { "layered", "several-chains" },
  isolated = true,

  run = function(wsp)
    wsp.startup()
    local early = wsp.bound_socket { as = "early socket of the first chain" }
    local other = start_another(wsp)
    if not other then
      undecided("LAYER-16", "what the other chains stand on does not start")
      wsp.cleanup()
      return
    end
    check("LAYER-16", early:name(), "a socket from before the second chain's start"):succeeds()
    check_identity(early, wsp.entry, "a socket from before the second chain's start")
    local late = socket_of(wsp, wsp.entry)
    check("LAYER-16", late, "a socket of the first chain"):succeeds()
    check("LAYER-16", late.socket:bind(wsp.local_address()), "a socket of the first chain"):succeeds()
    check_identity(late.socket, wsp.entry, "a socket of the first chain")

    if wsp.startup({ entry = other.catalog_id }).ok then
      local through_other = socket_of(wsp, other)
      if through_other.ok then
        check_identity(through_other.socket, other, "a socket of the second chain")
      end
      wsp.cleanup()
    end
    wsp.cleanup()
    wsp.cleanup()
  end,
}
