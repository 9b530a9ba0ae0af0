-- The smallest vocabulary: scripts get the primitives themselves.
local spi, vocabulary = ...

vocabulary.environment = { spi = spi, helper = function(x) return x end }
vocabulary.need_words = { always = true, never = true, traits = true }
vocabulary.method_words = {
  write_reply = true, fill_reply = true, set_reply_length = true, set_group = true, set_qos = true,
  scribble_caller_id = true, snapshot = true, known_method = true,
}

function vocabulary.wsp()
  return spi
end

function vocabulary.applies(needs, entry, traits)
  assert(entry.catalog_id == spi.entry.catalog_id)
  for _, need in ipairs(needs) do
    if need == "never" then
      return "the need is never met"
    elseif need == "traits" and not traits.probed then
      return "the trait 'probed' is not there"
    end
  end
  return nil
end

function vocabulary.probe(primitives)
  local socket = primitives.call { fn = "WSPSocket" }
  primitives.check { requirement = "TEST-01", held = socket.ok, expected = "a socket", observed = "one" }
  if primitives.entry.name == "Failing" then
    primitives.check { requirement = "TEST-01", held = false, expected = "a socket", observed = "none" }
  end
  primitives.call { fn = "WSPCloseSocket", socket = socket.socket }
  return { probed = true, name = primitives.entry.name, number = 5 }
end
