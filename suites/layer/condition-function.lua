scenario "The condition function's arguments and its decision pass through a layer" {
  verifies = { "LAYER-06" },
  needs = { "layered", "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    local deferral = listener:accept { decide = "defer", callback_data = 0x7654321 }
    check("LAYER-06", deferral):fails_with "WSATRY_AGAIN"
    check("LAYER-06", deferral.shown_caller, "lpCallerId"):equals(caller.address)
    check("LAYER-06", deferral.condition.callback_data, "dwCallbackData"):equals(0x7654321)
    check("LAYER-06", caller):is_still_waiting()

    local rejection = listener:accept { decide = "reject" }
    check("LAYER-06", rejection):fails_with "WSAECONNREFUSED"
    check("LAYER-06", rejection.shown_caller, "lpCallerId once more"):equals(caller.address)
    check("LAYER-06", caller):was_refused()

    local next_caller = wsp.request(listener)
    local accepted = listener:accept { decide = "accept" }
    check("LAYER-06", accepted):succeeds()
    check("LAYER-06", next_caller):is_connected_to(accepted.socket)
  end,
}
