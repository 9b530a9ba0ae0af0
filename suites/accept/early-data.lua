scenario "Data sent before the acceptance reaches the accepted socket, in order" {
  verifies = { "ACCEPT-30" },
  needs = { "connection-oriented", "handshake-first" },

  run = function(wsp)
    local listener = wsp.listen()
    for _, decisions in ipairs { { "accept" }, { "defer", "accept" }, {} } do
      local caller = wsp.request(listener)
      local sent = caller:send "early"
      if sent.error == "WSAEWOULDBLOCK" then
        undecided("ACCEPT-30", "nothing can be sent before the acceptance")
        return
      end
      check("ACCEPT-30", sent):succeeds()
      check("ACCEPT-30", caller:send(" data")):succeeds()
      wsp.fence()
      if #decisions > 1 then
        listener:accept { decide = decisions[1] }
      end
      local accepted = listener:accept { decide = decisions[#decisions] }
      check("ACCEPT-30", (wsp.receive_all(accepted.socket, 10)), "the first bytes received"):equals "early data"
    end
  end,
}
