scenario "A request that is withdrawn while others are before it yields no usable connection" {
  verifies = { "BACKLOG-11" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen()
    local first = wsp.request(listener)
    -- Bound before another is closed, whose address may be given out again at once.
    local last_caller = wsp.bound_socket { as = "last caller" }
    wsp.request(listener):abort()
    wsp.settle()

    check("BACKLOG-11", first):is_connected_to(listener:accept().socket)
    local last = wsp.request(listener, { from = last_caller })
    local outcome = listener:accept()
    if not outcome.ok then
      check("BACKLOG-11", outcome):fails_with("WSAECONNRESET", "WSAEACCES")
      outcome = listener:accept()
    elseif not outcome.address:same_as(last.address) then
      outcome.socket:set_blocking(false)
      local received = outcome.socket:await_readable() and outcome.socket:receive(1)
      local dead = received and received.error ~= "WSAEWOULDBLOCK" and (not received.ok or received.count == 0)
      check("BACKLOG-11", not wsp.reports_decision and dead or false):shows(
        "the withdrawn request is reported or removed; a handshake-first provider may return a dead socket",
        "WSPAccept returned a socket for it, on which " .. tostring(received or "nothing is readable"))
      outcome = listener:accept()
    end
    check("BACKLOG-11", last):is_connected_to(outcome.socket)
  end,
}
