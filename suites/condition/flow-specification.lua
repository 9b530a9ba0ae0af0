-- Modest, and different in each direction: rate, bucket, peak, latency, variation, service, largest and smallest unit.
local controlled_load = 2

local function flows(rate)
  return {
    sending = { rate, 1024, rate, -1, -1, controlled_load, 512, 64 },
    receiving = { rate + 1000, 2048, rate + 1000, -1, -1, controlled_load, 256, 32 },
  }
end

-- The documents do not say from whose side the directions are seen.
local function rates(given)
  local one, other = given.sending[1], given.receiving[1]
  return math.min(one, other), math.max(one, other)
end

scenario "lpSQOS shows the flow specification of the request at the head, in both directions" {
  verifies = { "COND-12", "COND-13", "COND-25", "DEFER-12" },
  needs = { "connection-oriented", "queue-of-two", "qos" },

  run = function(wsp)
    local listener = wsp.listen()
    local function is_shown(requirement, given, decision)
      local condition = listener:accept { decide = decision }.condition
      check(requirement, condition.sqos_form, "lpSQOS"):equals "filled"
      local lower, higher = rates(given)
      local least, most = rates(condition.sqos or { sending = { 0 }, receiving = { 0 } })
      check(requirement, { least, most }, "the token rates shown"):equals { lower, higher }
      check("COND-13", condition.gqos_form, "lpGQOS"):equals "null"
    end

    wsp.request(listener, { sqos = flows(2000) })
    is_shown("COND-12", flows(2000), "accept")

    local given = { flows(4000), flows(6000) }
    for _, each in ipairs(given) do
      wsp.request(listener, { sqos = each })
    end
    for _, each in ipairs(given) do
      is_shown("COND-25", each, "defer")
      is_shown("DEFER-12", each, "defer")
      is_shown("DEFER-12", each, "accept")
    end
  end,
}
