scenario "Closing a listener ends its deferred request" {
  verifies = { "BACKLOG-12" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen()
    local first = wsp.request(listener)
    local second = wsp.request(listener)
    listener:accept { decide = "defer" }

    check("BACKLOG-12", listener:close()):succeeds()
    check("BACKLOG-12", first):was_ended()
    check("BACKLOG-12", second):was_ended()
  end,
}
