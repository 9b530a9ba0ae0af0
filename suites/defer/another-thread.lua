scenario "Another thread may complete what one thread deferred" {
  verifies = { "DEFER-20", "COND-01" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)

    local deferral = listener:accept { decide = "defer", thread = 1 }
    local accepted = listener:accept { decide = "accept", thread = 2 }
    check("DEFER-20", accepted):succeeds()
    check("DEFER-20", accepted.condition.thread_id ~= deferral.condition.thread_id):shows(
      "the condition function runs on the second thread", "threads " ..
      tostring(deferral.condition.thread_id) .. " and " .. tostring(accepted.condition.thread_id))
    check("COND-01", accepted.condition.own_thread, "the condition function ran on its caller's thread"):is_true()
    check("DEFER-20", caller):is_connected_to(accepted.socket)
  end,
}
