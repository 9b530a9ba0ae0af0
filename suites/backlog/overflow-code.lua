scenario "A caller beyond the queue is told WSAECONNREFUSED, if anything" {
  verifies = { "BACKLOG-04" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { backlog = 5 }
    local _, fates = wsp.crowd(listener, wsp.traits.queue_capacity + 1)
    local told
    for _, fate in ipairs(fates) do
      told = fate ~= "waiting" and fate ~= "connected" and fate or told
    end
    if not told then
      undecided("BACKLOG-04", "no caller is refused, or not yet")
      return
    end
    check("BACKLOG-04", told, "the caller beyond the queue"):is_one_of("WSAECONNREFUSED", "WSAETIMEDOUT")
  end,
}
