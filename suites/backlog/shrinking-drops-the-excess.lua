scenario "Shrinking the backlog drops the requests that no longer fit" {
  verifies = { "BACKLOG-08", "LISTEN-09" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    local listener = wsp.listen { backlog = 5 }
    local queued = math.min(4, wsp.traits.queue_capacity)
    local callers = {}
    for i = 1, queued do
      callers[i] = wsp.request(listener)
    end
    check("LISTEN-09", listener:listen(1)):succeeds()
    wsp.fence()

    listener:set_blocking(false)
    local survivors = 0
    while true do
      local accepted = listener:accept { decide = "accept" }
      if not accepted.ok then
        check("BACKLOG-08", accepted):fails_with("WSAEWOULDBLOCK", "WSAECONNRESET", "WSAEACCES")
        if accepted.error == "WSAEWOULDBLOCK" or survivors > queued then
          break
        end
      else
        survivors = survivors + 1
        check("BACKLOG-08", accepted.condition.caller_id, "the survivor"):equals(callers[survivors].address)
      end
    end
    check("BACKLOG-08", survivors, "requests that survived WSPListen with backlog 1"):is_between(
      1, math.max(1, queued - 1))
    for i = survivors + 1, queued do
      check("BACKLOG-08", callers[i]):was_ended()
    end
  end,
}
