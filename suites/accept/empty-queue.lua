scenario "WSPAccept on a non-blocking listener with an empty queue" {
  verifies = { "ACCEPT-12", "COND-04", "ACCEPT-02" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { blocking = false }
    local function would_block(when)
      for _, decision in ipairs { "accept", false } do
        local outcome = listener:accept { decide = decision or nil }
        check("ACCEPT-12", outcome, when):fails_with "WSAEWOULDBLOCK"
        check("ACCEPT-02", outcome.returned, "the value WSPAccept returned"):equals(constants.INVALID_SOCKET)
        check("COND-04", #outcome.conditions, "condition calls"):equals(0)
      end
    end
    would_block "before the first request"
    for _, decision in ipairs { "accept", "reject" } do
      wsp.request(listener)
      listener:await_readable()
      listener:accept { decide = decision }
      would_block("after the decision " .. decision)
    end
  end,
}
