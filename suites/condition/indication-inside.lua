scenario "A request that arrives during the condition function is not lost" {
  verifies = { "COND-20", "NOTIFY-05" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen { notify = { "FD_ACCEPT" } }
    local first = wsp.request(listener)
    listener:await "FD_ACCEPT"
    local second

    local accepted = listener:accept {
      decide = function()
        second = wsp.request(listener)
        return "accept"
      end,
    }
    check("COND-20", first):is_connected_to(accepted.socket)
    check("NOTIFY-05", listener):gets_indicated("FD_ACCEPT", { count = 2 })
    check("NOTIFY-05", second):is_connected_to(listener:accept { decide = "accept" }.socket)
  end,
}
