-- When the last of three callers comes: before the second withdraws, behind it, or when it is the only one there. The
-- first two need room for three.
local moments = { "before the withdrawal", "after the withdrawal", "after the head is taken" }

--- Takes the head, which the withdrawal must not have touched, and then the last.
local function take(wsp, moment)
  local listener = wsp.listen { blocking = moment == "after the head is taken" }
  local function accept()
    listener:await_readable()
    return listener:accept()
  end
  local first = wsp.request(listener)
  -- Bound before another is closed, whose address may be given out again at once.
  local last = wsp.bound_socket { as = "last caller" }
  local function come(now)
    if moment == now then
      wsp.request(listener, { from = last })
      wsp.settle()
    end
  end
  local withdrawn = wsp.request(listener)
  come "before the withdrawal"
  withdrawn:abort()
  wsp.settle()
  come "after the withdrawal"
  check("BACKLOG-11", first):is_connected_to(accept().socket)
  come "after the head is taken"

  local outcome = accept()
  if not outcome.ok then
    check("BACKLOG-11", outcome):fails_with("WSAECONNRESET", "WSAEACCES")
    outcome = accept()
  elseif not outcome.address:same_as(last.address) then
    outcome.socket:set_blocking(false)
    local received = outcome.socket:await_readable() and outcome.socket:receive(1)
    local dead = received and received.error ~= "WSAEWOULDBLOCK" and (not received.ok or received.count == 0)
    check("BACKLOG-11", not wsp.reports_decision and dead or false):shows(
      "the withdrawn request is reported or removed; a handshake-first provider may return a dead socket",
      "WSPAccept returned a socket for it, on which " .. tostring(received or "nothing is readable"))
    outcome = accept()
  end
  return check("BACKLOG-11", last):is_connected_to(outcome.socket)
end

scenario "A request that is withdrawn while others are before it yields no usable connection" {
  verifies = { "BACKLOG-11" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    for _, moment in ipairs(moments) do
      if wsp.traits.queue_capacity >= 3 or moment == "after the head is taken" then
        if not take(wsp, moment) then
          return
        end
      end
    end
  end,
}
