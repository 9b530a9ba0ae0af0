scenario "Listening again with room enough leaves the queue as it is" {
  verifies = { "BACKLOG-01", "LISTEN-09" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen { backlog = 5 }
    local first = wsp.request(listener)
    listener:accept { decide = "defer" }
    local second = wsp.request(listener)
    for _, backlog in ipairs { 5, 200 } do
      check("LISTEN-09", listener:listen(backlog)):succeeds()
      wsp.settle()
      check("BACKLOG-01", first):is_still_waiting()
      check("BACKLOG-01", second):is_still_waiting()
    end
    listener:set_blocking(false)
    for _, caller in ipairs { first, second } do
      local accepted = listener:accept { decide = "accept" }
      check("BACKLOG-01", accepted.address, "addr"):equals(caller.address)
      check("BACKLOG-01", caller):is_connected_to(accepted.socket)
    end
  end,
}
