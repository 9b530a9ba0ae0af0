local registers = { WPUCreateSocketHandle = true, WPUModifyIFSHandle = true }

--- Of the upcalls since a mark those that are the provider's. In a chain the providers below use the table of their own
--- latest start, which may be one before that of the layer: there only the layer's own registrations of the client's
--- descriptors count, of which its is the last, and their end.
local function upcalls_of_the_provider(wsp, mark, sockets)
  if wsp.entry.chain_length <= 1 then
    return wsp.upcalls:since(mark)
  end
  local found = {}
  for _, socket in ipairs(sockets) do
    local registration
    for _, upcall in ipairs(wsp.upcalls:since(0)) do
      registration = registers[upcall.name] and upcall.result == socket.handle and upcall or registration
    end
    local owner = registration and registration.arguments[1]
    if owner == wsp.entry.catalog_id or owner == wsp.entry.links[1].catalog_id then
      found[#found + 1] = registration.sequence > mark and registration or nil
      for _, upcall in ipairs(wsp.upcalls:since(mark, "WPUCloseSocketHandle")) do
        found[#found + 1] = upcall.arguments[1] == socket.handle and upcall or nil
      end
    end
  end
  return found
end

local function accept_by_message(wsp, listener, keep)
  local caller = keep(wsp.request(listener, { fence = false }))
  check("STARTUP-13", listener):gets_indicated("FD_ACCEPT", { error = "none" })
  check("STARTUP-13", caller):is_connected_to(keep(listener:accept().socket))
end

local function accept_after_waiting(wsp, listener, keep)
  local accepting = listener:begin_accept()
  -- By then it has asked for the blocking callback, if it does.
  accepting:stays_pending()
  local caller = keep(wsp.request(listener, { fence = false }))
  check("STARTUP-13", caller):is_connected_to(keep(accepting:outcome().socket))
end

scenario "The upcall table of the latest WSPStartup is the one used" {
  verifies = { "STARTUP-13", "STARTUP-15" },
  isolated = true,

  run = function(wsp)
    local sockets = {}
    local function keep(socket)
      sockets[#sockets + 1] = socket
      return socket
    end
    local by_message, by_waiting
    wsp.startup { recorder = "A" }
    keep(wsp.socket { as = "early socket" })
    check("STARTUP-15", #wsp.upcalls:handles_made(0), "descriptors made through the table"):is_at_least(1)
    if not wsp.entry.flags.XP1_CONNECTIONLESS then
      by_message = keep(wsp.listen { as = "early listener", notify = { "FD_ACCEPT" }, mechanism = "message" })
      by_waiting = keep(wsp.listen { as = "early blocking listener" })
    end
    wsp.startup { recorder = "B" }
    local mark = wsp.upcalls:mark()
    local created = wsp.try_socket()
    check("STARTUP-13", created):succeeds()
    keep(created.socket)
    if by_message then
      accept_by_message(wsp, by_message, keep)
      accept_after_waiting(wsp, by_waiting, keep)
    end
    wsp.cleanup()
    local late = wsp.try_socket { as = "late socket" }
    check("STARTUP-13", late, "after one of two cleanups"):succeeds()
    keep(late.socket)
    for _, socket in ipairs(sockets) do
      socket:close()
    end
    for _, upcall in ipairs(upcalls_of_the_provider(wsp, mark, sockets)) do
      check("STARTUP-13", upcall.recorder, "the table that " .. upcall.name .. " went through"):equals "B"
    end
    wsp.cleanup()
  end,
}
