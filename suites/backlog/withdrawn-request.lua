scenario "A request whose caller gave up yields no usable connection" {
  verifies = { "BACKLOG-11", "ACCEPT-23", "NOTIFY-06" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, decision in ipairs { "accept", false } do
      local listener = wsp.listen { notify = { "FD_ACCEPT" } }
      local first = wsp.request(listener)
      listener:await "FD_ACCEPT"
      first:abort()
      wsp.settle()

      local outcome = listener:accept { decide = decision or nil }
      if outcome.ok then
        local received = outcome.socket:receive(1)
        check("ACCEPT-23", not wsp.reports_decision and (not received.ok or received.count == 0)):shows(
          "WSPAccept reports the loss; a handshake-first provider may return a dead socket",
          "WSPAccept returned a socket, on which " .. tostring(received))
      else
        check("ACCEPT-23", outcome):fails_with("WSAECONNRESET", "WSAEACCES", "WSAEWOULDBLOCK")
      end

      -- Whatever became of the first, that was a WSPAccept.
      local second = wsp.request(listener)
      check("NOTIFY-06", listener):gets_indicated("FD_ACCEPT", { count = 2 })
      local accepted
      wsp.wait_until(function()
        accepted = listener:accept { decide = decision or nil }
        return accepted.error ~= "WSAEWOULDBLOCK"
      end)
      check("BACKLOG-11", accepted):succeeds()
      check("BACKLOG-11", second):is_connected_to(accepted.socket)
    end
  end,
}
