scenario "Accepting a request frees one place in a full queue" {
  verifies = { "BACKLOG-06" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    for _, decisions in ipairs { { "accept" }, { "defer", "accept" }, {} } do
      local listener = wsp.listen { backlog = 5 }
      for _ = 1, wsp.traits.queue_capacity do
        wsp.request(listener)
      end
      check("BACKLOG-06", wsp.attempt(listener):connect_result(), "the caller before"):equals "WSAECONNREFUSED"

      for i = 1, math.max(1, #decisions) do
        listener:accept { decide = decisions[i] }
      end
      local _, fates = wsp.crowd(listener, 1)
      if fates[1] == "WSAECONNREFUSED" then
        wsp.note("the place came back only on the second try, as one release was documented to behave")
        _, fates = wsp.crowd(listener, 1)
      end
      check("BACKLOG-06", fates[1], "the caller after an accept"):is_one_of("waiting", "connected")
    end
  end,
}
