scenario "All queued requests can be rejected in turn" {
  verifies = { "REJECT-10" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local callers = {}
    local count = math.min(4, wsp.traits.queue_capacity)
    for i = 1, count do
      callers[i] = wsp.request(listener)
    end
    for i = 1, count do
      local rejection = listener:accept { decide = "reject" }
      check("REJECT-10", rejection):fails_with "WSAECONNREFUSED"
      check("REJECT-10", rejection.condition.caller_id, "lpCallerId of request " .. i):equals(callers[i].address)
      check("REJECT-10", callers[i]):was_refused()
    end
    local last = wsp.request(listener)
    check("REJECT-10", last):is_connected_to(listener:accept { decide = "accept" }.socket)
  end,
}
