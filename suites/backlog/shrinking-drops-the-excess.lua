-- How many requests a new listener with backlog 1 holds: a provider may have a smallest backlog of its own.
local function capacity_of_one(wsp)
  local listener = wsp.listen { backlog = 1, as = "listener with backlog 1" }
  local _, _, count = wsp.crowd(listener, wsp.traits.queue_capacity + 1)
  listener:close()
  return count
end

--- Takes what is in the queue: it must be the first of the callers. How many there were.
local function take_survivors(listener, callers)
  local survivors = 0
  for _ = 1, 2 * #callers + 1 do
    local accepted = listener:accept { decide = "accept" }
    if not accepted.ok then
      check("BACKLOG-08", accepted):fails_with("WSAEWOULDBLOCK", "WSAECONNRESET", "WSAEACCES")
      if accepted.error == "WSAEWOULDBLOCK" then
        break
      end
    elseif survivors < #callers then
      survivors = survivors + 1
      check("BACKLOG-08", accepted.shown_caller, "the survivor"):equals(callers[survivors].address)
    end
  end
  return survivors
end

local function shrink(wsp, fit, deferring)
  local listener = wsp.listen { backlog = 5 }
  local queued = wsp.traits.queue_capacity
  local callers = {}
  for i = 1, queued do
    callers[i] = wsp.request(listener)
  end
  wsp.settle()
  if deferring then
    listener:accept { decide = "defer" }
  end
  check("LISTEN-09", listener:listen(1)):succeeds()
  wsp.settle()
  if fit >= queued then
    undecided("BACKLOG-08", "a queue of backlog 1 is as long as one of backlog 5 here")
    return
  end

  listener:set_blocking(false)
  local survivors = take_survivors(listener, callers)
  check("BACKLOG-08", survivors, "requests that survived WSPListen with backlog 1"):is_between(1, fit)
  for i = survivors + 1, queued do
    check("BACKLOG-08", callers[i]):was_ended()
  end
  local _, _, now = wsp.crowd(listener, queued + 1)
  check("LISTEN-09", now, "requests queued after it"):is_at_most(fit)
end

scenario "Shrinking the backlog drops the requests that no longer fit" {
  verifies = { "BACKLOG-08", "LISTEN-09" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    local fit = math.max(1, capacity_of_one(wsp))
    shrink(wsp, fit, false)
    shrink(wsp, fit, true)
  end,
}
