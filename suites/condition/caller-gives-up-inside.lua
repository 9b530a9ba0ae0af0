scenario "A caller that gives up during the condition function does no harm" {
  verifies = { "COND-20", "ACCEPT-07" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local first = wsp.request(listener)
    local outcome = listener:accept {
      decide = function()
        first:abort()
        wsp.fence()
        return "accept"
      end,
    }
    check("COND-20", outcome):succeeds_or_fails_with("WSAECONNRESET", "WSAEACCES", "WSAECONNABORTED")
    local second = wsp.request(listener)
    local accepted = listener:accept { decide = "accept" }
    check("ACCEPT-07", accepted):succeeds()
    check("ACCEPT-07", second):is_connected_to(accepted.socket)
  end,
}
