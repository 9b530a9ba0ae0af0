scenario "The request shown is the request that the decision is applied to" {
  verifies = { "COND-23", "COND-25" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen()
    local first = wsp.request(listener)
    local second = wsp.request(listener)
    for _, caller in ipairs { first, second } do
      local accepted = listener:accept { decide = "accept" }
      check("COND-25", accepted.shown_caller, "lpCallerId"):equals(caller.address)
      check("COND-23", accepted.socket:peer_name().address, "the accepted peer"):equals(accepted.shown_caller)
      check("COND-23", caller):is_connected_to(accepted.socket)
    end
  end,
}
