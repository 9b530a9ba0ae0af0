scenario "A call that blocks below can be cancelled through the layer" {
  verifies = { "LAYER-17" },
  needs = { "layered", "connection-oriented", "blocking-hook" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.blocking_hook(function()
      return "cancel"
    end)
    local outcome = listener:accept()
    wsp.blocking_hook(nil)
    check("LAYER-17", outcome):fails_with "WSAEINTR"
    for _, result in ipairs(wsp.cancel_results()) do
      check("LAYER-17", result.returned, "the result of WSPCancelBlockingCall"):equals(0)
    end
  end,
}
