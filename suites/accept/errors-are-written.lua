scenario "Every failing WSPAccept returns INVALID_SOCKET and stores a code" {
  verifies = { "ACCEPT-02", "SOCKET-10" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { blocking = false }
    local function failed(outcome, what)
      check("ACCEPT-02", outcome, what):fails()
      check("SOCKET-10", outcome.errno ~= nil, "lpErrno was written " .. what):is_true()
      check("ACCEPT-02", outcome.returned, "the value returned " .. what):equals(constants.INVALID_SOCKET)
    end
    failed(listener:accept(), "for an empty queue")
    failed(wsp.unknown_socket():accept(), "for an unknown descriptor")
    failed(wsp.socket():accept(), "for an unbound socket")
    failed(wsp.bound_socket():accept(), "for a bound socket")

    for _, given in ipairs { { decide = "reject" }, { decide = "defer" }, { decide = 7 }, { room = 0 } } do
      wsp.request(listener)
      listener:await_readable()
      failed(listener:accept(given), given.decide and "for the decision " .. given.decide or "for too little room")
      -- What becomes of the request is another matter; here it has to go.
      listener:accept { decide = "reject" }
    end

    wsp.request(listener)
    listener:await_readable()
    wsp.upcalls:refuse_next_handle()
    local exhausted = listener:accept { decide = "accept" }
    if not wsp.upcalls:disarm() then
      failed(exhausted, "for want of a descriptor")
    end
  end,
}
