scenario "A rejected request is not presented again" {
  verifies = { "REJECT-05" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.request(listener)
    listener:accept { decide = "reject" }
    listener:set_blocking(false)
    check("REJECT-05", listener:accept { decide = "accept" }):fails_with "WSAEWOULDBLOCK"
  end,
}
