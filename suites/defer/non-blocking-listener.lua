scenario "A deferral keeps a non-blocking listener from reporting an empty queue" {
  verifies = { "DEFER-14", "REJECT-05" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { blocking = false }
    wsp.request(listener)

    local first
    wsp.wait_until(function()
      first = listener:accept { decide = "defer" }
      return first.error ~= "WSAEWOULDBLOCK"
    end)
    check("DEFER-14", first):fails_with "WSATRY_AGAIN"
    local again = listener:accept { decide = "defer" }
    check("DEFER-14", again):fails_with "WSATRY_AGAIN"
    check("DEFER-14", #again.conditions, "condition calls"):equals(1)

    listener:accept { decide = "reject" }
    check("REJECT-05", listener:accept { decide = "accept" }):fails_with "WSAEWOULDBLOCK"
  end,
}
