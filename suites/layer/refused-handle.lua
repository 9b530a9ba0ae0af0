scenario "A layer that gets no descriptor closes the socket below" {
  verifies = { "UPCALL-22" },
  needs = { "layered", "connection-oriented" },
  isolated = true,

  run = function(wsp)
    wsp.below:watch()
    wsp.startup()
    local mark = wsp.upcalls:mark()
    local listener = wsp.listen()
    local made = wsp.upcalls:handles_made(mark)
    local owner = made[#made].arguments[1]
    wsp.request(listener, { fence = false })
    local decided = false
    local function refuse(act)
      local open = wsp.below.opened - wsp.below.closed
      wsp.upcalls:refuse_next_handle(owner)
      local refused = act()
      if not wsp.upcalls:disarm() and wsp.below.opened ~= 0 then
        check("UPCALL-22", refused):fails()
        check("UPCALL-22", wsp.below.opened - wsp.below.closed, "sockets that are open below"):equals(open)
        decided = true
      end
    end

    refuse(wsp.try_socket)
    refuse(function()
      return listener:accept()
    end)
    if not decided then
      undecided("UPCALL-22", "the layer's own descriptors cannot be told from those of the provider below")
    end
    wsp.cleanup()
  end,
}
