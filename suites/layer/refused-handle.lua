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
    wsp.request(listener, { fence = false })
    local open = wsp.below.opened - wsp.below.closed
    wsp.upcalls:refuse_next_handle(made[#made].arguments[1])
    local refused = listener:accept()
    if wsp.upcalls:disarm() or wsp.below.opened == 0 then
      undecided("UPCALL-22", "the layer's own descriptors cannot be told from those of the provider below")
    else
      check("UPCALL-22", refused):fails()
      check("UPCALL-22", wsp.below.opened - wsp.below.closed, "sockets that are open below"):equals(open)
    end
    wsp.cleanup()
  end,
}
