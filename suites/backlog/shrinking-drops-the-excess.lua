-- How many requests a new listener with backlog 1 holds: a provider may have a smallest backlog of its own.
local function capacity_of_one(wsp)
  local listener = wsp.listen { backlog = 1, as = "listener with backlog 1" }
  local _, _, count = wsp.crowd(listener, wsp.traits.queue_capacity + 1)
  listener:close()
  return count
end

scenario "Shrinking the backlog drops the requests that no longer fit" {
  verifies = { "BACKLOG-08", "LISTEN-09" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    local fit = math.max(1, capacity_of_one(wsp))
    local listener = wsp.listen { backlog = 5 }
    local queued = wsp.traits.queue_capacity
    local callers = {}
    for i = 1, queued do
      callers[i] = wsp.request(listener)
    end
    wsp.settle()
    check("LISTEN-09", listener:listen(1)):succeeds()
    wsp.settle()
    if fit >= queued then
      undecided("BACKLOG-08", "a queue of backlog 1 is as long as one of backlog 5 here")
      return
    end

    listener:set_blocking(false)
    local survivors = 0
    for _ = 1, 2 * queued + 1 do
      local accepted = listener:accept { decide = "accept" }
      if not accepted.ok then
        check("BACKLOG-08", accepted):fails_with("WSAEWOULDBLOCK", "WSAECONNRESET", "WSAEACCES")
        if accepted.error == "WSAEWOULDBLOCK" then
          break
        end
      elseif survivors < queued then
        survivors = survivors + 1
        check("BACKLOG-08", accepted.shown_caller, "the survivor"):equals(callers[survivors].address)
      end
    end
    check("BACKLOG-08", survivors, "requests that survived WSPListen with backlog 1"):is_between(1, fit)
    for i = survivors + 1, queued do
      check("BACKLOG-08", callers[i]):was_ended()
    end
  end,
}
