-- What a layered provider does to the provider below it, where the harness stands between the two.
local spi, vocabulary = ...

local misuse = vocabulary.misuse

local Below = vocabulary.class("provider below")
local methods, getters = Below.methods, Below.getters

--- Looks on from the next WSPStartup on; what was seen before is forgotten. Only a scenario that starts the provider
--- itself (isolated) sees that start.
function methods.watch()
  spi.watch_below()
end

--- The next call of WSPStartup, WSPAccept, WSPConnect or WSPListen below fails with a code.
function methods.fail_next(_, name, code)
  spi.fail_below(name, code)
end

--- Takes back a failure that no call met; true if there was one.
function methods.disarm()
  return spi.disarm_below()
end

--- Calls of WSPStartup so far, and those that succeeded; successful calls of WSPCleanup.
for _, count in ipairs { "attempts", "starts", "cleanups", "opened", "closed", "latest_socket", "has_our_upcalls" } do
  getters[count] = function()
    return spi.below()[count]
  end
end

--- The catalog entry with which a procedure below was called last, as bytes; nil when it was not.
function methods.info(_, name)
  local entry = spi.below().entries[name]
  return entry and entry.info
end

--- Its catalog identifier.
function methods.catalog_id(_, name)
  local entry = spi.below().entries[name]
  return entry and entry.catalog_id
end

--- Whether a procedure of the layer's table is the one that the provider below gave it.
function methods.publishes(_, name)
  local published = spi.below().published[name]
  if published == nil then
    misuse("there is no procedure '%s'", tostring(name))
  end
  return published
end

vocabulary.publish(Below)
vocabulary.below = Below.new()
