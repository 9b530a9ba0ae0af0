scenario "Listening again with room enough leaves the queue as it is" {
  verifies = { "BACKLOG-01", "LISTEN-09", "DEFER-06", "DEFER-07" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen { backlog = 5, notify = { "FD_ACCEPT" } }
    local first = wsp.request(listener)
    listener:await "FD_ACCEPT"
    listener:accept { decide = "defer" }
    local second = wsp.request(listener)
    wsp.settle()
    local before = listener:indicated "FD_ACCEPT"
    for _, backlog in ipairs { 5, 200, constants.SOMAXCONN } do
      check("LISTEN-09", listener:listen(backlog)):succeeds()
      wsp.settle()
      check("BACKLOG-01", first):is_still_waiting()
      check("BACKLOG-01", second):is_still_waiting()
    end
    check("DEFER-06", listener):was_indicated("FD_ACCEPT", before)
    for i, caller in ipairs { first, second } do
      local accepted = listener:accept { decide = "accept" }
      check("BACKLOG-01", accepted.address, "addr"):equals(caller.address)
      check("BACKLOG-01", caller):is_connected_to(accepted.socket)
      if i == 1 then
        check("DEFER-07", listener):gets_indicated("FD_ACCEPT", { count = before + 1 })
      end
    end
  end,
}
