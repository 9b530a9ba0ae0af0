-- Strict objects: what a script may ask of a thing is listed; anything else is an error with the script's line.
local spi, vocabulary = ...

vocabulary.method_words = {}

--- Raises a mistake of the script, at the script's own line.
function vocabulary.misuse(format, ...)
  local message = format:format(...)
  local file, line = spi.where()
  if file then
    message = ("%s:%d: %s"):format(file, line, message)
  end
  error(message, 0)
end

local misuse = vocabulary.misuse

--- What an object knows and scripts do not see.
local private = setmetatable({}, { __mode = "k" })
vocabulary.private = private

--- A kind of object: its methods, and getters for fields that are computed when read.
function vocabulary.class(name)
  local class = { methods = {}, getters = {}, name = name }
  local meta = { __name = name }

  function meta.__index(object, key)
    local method = class.methods[key]
    if method then
      return method
    end
    local getter = class.getters[key]
    if getter then
      return getter(object, private[object])
    end
    return misuse("a %s has no '%s'", name, tostring(key))
  end

  function meta.__newindex(_, key)
    misuse("'%s' of a %s cannot be set", tostring(key), name)
  end

  --- Makes an object from its public fields and its private ones.
  function class.new(fields, hidden)
    local object = setmetatable({}, meta)
    for key, value in pairs(fields or {}) do
      rawset(object, key, value)
    end
    private[object] = hidden or {}
    return object
  end

  function class.is(value)
    return getmetatable(value) == meta
  end

  class.meta = meta
  return class
end

--- Tells lint which words may follow a colon.
function vocabulary.publish(class)
  for word in pairs(class.methods) do
    vocabulary.method_words[word] = true
  end
end

--- The options of a call, each of which must be one of the allowed words.
function vocabulary.options(given, allowed, call)
  if given == nil then
    return {}
  end
  if type(given) ~= "table" then
    misuse("%s takes a table of options, not a %s", call, type(given))
  end
  for key in pairs(given) do
    if not allowed[key] then
      misuse("%s has no option '%s'", call, tostring(key))
    end
  end
  return given
end

--- A set from a list of words.
function vocabulary.set(words)
  local set = {}
  for _, word in ipairs(words) do
    set[word] = true
  end
  return set
end

--- The number of a named constant; numbers stand for themselves.
function vocabulary.number(name, what)
  if type(name) == "number" then
    return name
  end
  local number = spi.constants[name]
  if number == nil then
    misuse("%s: there is no constant '%s'", what, tostring(name))
  end
  return number
end

--- The bits of a list of named constants.
function vocabulary.bits(names, what)
  local bits = 0
  for _, name in ipairs(names) do
    bits = bits | vocabulary.number(name, what)
  end
  return bits
end

--- Bytes as a reader wants them: short printable text in quotes, otherwise hexadecimal with the length.
function vocabulary.show_bytes(bytes)
  if bytes == "" then
    return "no bytes"
  end
  if #bytes <= 40 and not bytes:find("[^%g ]") then
    return ("%q"):format(bytes)
  end
  local shown = bytes:sub(1, 24):gsub(".", function(character)
    return ("%02x "):format(character:byte())
  end)
  return ("%d bytes: %s%s"):format(#bytes, shown, #bytes > 24 and "..." or "")
end
