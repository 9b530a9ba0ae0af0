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
    local function next_one_shows()
      return check("REJECT-10", listener:await_readable(), "the next request shows by WSPSelect"):is_true()
    end
    for i = 1, count do
      if not next_one_shows() then
        return
      end
      local rejection = listener:accept { decide = "reject" }
      check("REJECT-10", rejection):fails_with "WSAECONNREFUSED"
      check("REJECT-10", rejection.shown_caller, "lpCallerId of request " .. i):equals(callers[i].address)
      check("REJECT-10", callers[i]):was_refused()
      -- A caller that was turned away has nothing more to do with this listener.
      callers[i]:close()
      wsp.settle()
    end
    local last = wsp.request(listener)
    if not next_one_shows() then
      return
    end
    check("REJECT-10", last):is_connected_to(listener:accept { decide = "accept" }.socket)
  end,
}
