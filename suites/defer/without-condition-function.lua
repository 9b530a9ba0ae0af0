scenario "A deferred request can be accepted without a condition function" {
  verifies = { "DEFER-11", "DEFER-14" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    for _, blocking in ipairs { true, false } do
      local listener = wsp.listen { blocking = blocking }
      local caller = wsp.request(listener)
      wsp.request(listener)
      listener:await_readable()
      listener:accept { decide = "defer" }

      local accepted = listener:accept()
      check("DEFER-14", accepted.error, "the code"):differs_from "WSAEWOULDBLOCK"
      check("DEFER-11", accepted):succeeds()
      check("DEFER-11", #accepted.conditions, "condition calls"):equals(0)
      check("DEFER-11", caller):is_connected_to(accepted.socket)
    end
  end,
}
