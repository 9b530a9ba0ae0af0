--- Whether a queue of backlog 0 holds a request here. Where it holds none, that is the nearest legal number to a
--- negative one.
local function zero_admits(wsp)
  local listener = wsp.bound_socket { as = "listener with backlog 0" }
  listener:listen(0)
  wsp.crowd(listener, 1)
  return listener:readable()
end

-- Those that do not fit into eight or sixteen bits would end in zeros there.
local backlogs = {
  { number = -1, requirement = "LISTEN-08" },
  { number = -0x80000000, requirement = "LISTEN-08" },
  { number = 0x7FFFFFFE, requirement = "LISTEN-08" },
  { number = 100000, requirement = "BACKLOG-10" },
  { number = 0x10000, requirement = "BACKLOG-10" },
}

scenario "Illegal backlog values are adjusted silently" {
  verifies = { "LISTEN-08", "BACKLOG-10" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local admits = zero_admits(wsp)
    for _, backlog in ipairs(backlogs) do
      local listener = wsp.bound_socket { as = "listener" }
      check(backlog.requirement, listener:listen(backlog.number)):succeeds()
      if backlog.number < 0 and not admits then
        check(backlog.requirement, listener:listen(1)):succeeds()
      end
      local callers = {}
      for i = 1, backlog.number < 0 and 1 or math.min(2, wsp.traits.queue_capacity) do
        callers[i] = wsp.request(listener)
      end
      for _, caller in ipairs(callers) do
        local arrived = listener:await_readable()
        local what = ("a request shows with backlog %d"):format(backlog.number)
        if not check(backlog.requirement, arrived, what):is_true() then
          break
        end
        local accepted = listener:accept { decide = "accept" }
        check(backlog.requirement, accepted):succeeds()
        check(backlog.requirement, caller):is_connected_to(accepted.socket)
      end
      listener:close()
    end
  end,
}
