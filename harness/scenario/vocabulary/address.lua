-- Socket addresses: raw names as the provider sees them, with the parts that a script needs.
local spi, vocabulary = ...

local class = vocabulary.class("address")
local methods, getters = class.methods, class.getters
vocabulary.Address = class

-- Where the parts of a family's name lie: one-based offsets into the bytes. The host and the port are what identifies
-- an endpoint; anything else (sin_zero, flow information, scope) is padding as far as equality goes.
local families = {
  [spi.constants.AF_INET] = {
    size = 16, port = 3, host = 5, host_size = 4,
    loopback = "\127\0\0\1",
    documentation = "\192\0\2\1",
    show = function(host, port)
      return ("%d.%d.%d.%d:%d"):format(host:byte(1), host:byte(2), host:byte(3), host:byte(4), port)
    end,
  },
  [spi.constants.AF_INET6] = {
    size = 28, port = 3, host = 9, host_size = 16,
    loopback = ("\0"):rep(15) .. "\1",
    documentation = "\x20\x01\x0d\xb8" .. ("\0"):rep(11) .. "\1",
    show = function(host, port)
      local groups = {}
      for i = 1, 16, 2 do
        groups[#groups + 1] = ("%x"):format(host:byte(i) << 8 | host:byte(i + 1))
      end
      local text = table.concat(groups, ":")
      if text == "0:0:0:0:0:0:0:1" then
        text = "::1"
      elseif text == "0:0:0:0:0:0:0:0" then
        text = "::"
      end
      return ("[%s]:%d"):format(text, port)
    end,
  },
}

local function form_of(bytes)
  if #bytes < 2 then
    return nil
  end
  local form = families[string.unpack("<I2", bytes)]
  return form and #bytes >= form.size and form or nil
end

function vocabulary.address(bytes)
  return class.new({ bytes = bytes })
end

function getters.family(address)
  return #address.bytes >= 2 and (string.unpack("<I2", address.bytes)) or nil
end

function getters.length(address)
  return #address.bytes
end

function getters.port(address)
  local form = form_of(address.bytes)
  return form and (string.unpack(">I2", address.bytes, form.port)) or nil
end

function getters.host(address)
  local form = form_of(address.bytes)
  return form and address.bytes:sub(form.host, form.host + form.host_size - 1) or nil
end

function getters.host_is_zero(address)
  local host = address.host
  return host ~= nil and not host:find("[^\0]")
end

function getters.text(address)
  if address.bytes == "" then
    return "no address"
  end
  local form = form_of(address.bytes)
  if form then
    return form.show(address.host, address.port)
  end
  return vocabulary.show_bytes(address.bytes)
end

class.meta.__tostring = function(address)
  return address.text
end

--- Whether two addresses name the same endpoint.
function methods.same_as(address, other)
  if not class.is(other) or address.family ~= other.family then
    return false
  end
  if address.port ~= nil then
    return address.port == other.port and address.host == other.host
  end
  return address.bytes == other.bytes
end

--- Whether two addresses have the same endpoint part, whatever host they name.
function methods.same_port_as(address, other)
  if not class.is(other) or address.family ~= other.family then
    return false
  end
  return address.port == nil and address.bytes == other.bytes or address.port == other.port
end

function methods.with_family(address, family)
  return vocabulary.address(string.pack("<I2", family) .. address.bytes:sub(3))
end

function methods.with_port(address, port)
  local form = form_of(address.bytes)
  local bytes = address.bytes
  return vocabulary.address(bytes:sub(1, form.port - 1) .. string.pack(">I2", port) .. bytes:sub(form.port + 2))
end

local function with_host(bytes, form, host)
  return vocabulary.address(bytes:sub(1, form.host - 1) .. host .. bytes:sub(form.host + form.host_size))
end

function methods.with_zero_host(address)
  local form = form_of(address.bytes)
  return with_host(address.bytes, form, ("\0"):rep(form.host_size))
end

--- The same endpoint on a host that the documentation ranges reserve: never local, never reachable.
function methods.with_foreign_host(address)
  local form = form_of(address.bytes)
  return with_host(address.bytes, form, form.documentation)
end

--- A name with the entry's family and nothing else.
function vocabulary.blank_address()
  local form = families[spi.entry.af]
  local size = form and form.size or spi.entry.min_address
  return vocabulary.address(string.pack("<I2", spi.entry.af) .. ("\0"):rep(size - 2))
end

--- The name to bind when the provider is to choose the endpoint on this computer: loopback where the family has one,
--- an all-zero name otherwise, which the provider completes and WSPGetSockName reports.
function vocabulary.local_address()
  local blank = vocabulary.blank_address()
  local form = families[spi.entry.af]
  return form and with_host(blank.bytes, form, form.loopback) or blank
end

--- Whether the entry's family has wildcard hosts and ports that the vocabulary knows.
function vocabulary.knows_family(family)
  return families[family] ~= nil
end

vocabulary.publish(class)
