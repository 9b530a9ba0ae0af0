scenario "Closing a listener dismisses its queue" {
  verifies = { "BACKLOG-12" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen()
    local first = wsp.request(listener)
    local second = wsp.request(listener)
    local mark = wsp.upcalls:mark()

    check("BACKLOG-12", listener:close()):succeeds()
    check("BACKLOG-12", first):was_ended()
    check("BACKLOG-12", second):was_ended()
    check("BACKLOG-12", #wsp.upcalls:handles_made(mark), "descriptors made by closing"):equals(0)
  end,
}
