scenario "A small backlog is really available" {
  verifies = { "BACKLOG-03" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, backlog in ipairs { 1, 2, 5 } do
      local listener = wsp.listen { backlog = backlog }
      if backlog > wsp.traits.queue_capacity then
        record("BACKLOG-03", ("the provider's own limit is below %d"):format(backlog))
      else
        local callers = {}
        for i = 1, backlog do
          callers[i] = wsp.request(listener)
          check("BACKLOG-03", callers[i]):is_still_waiting()
        end
        for i = 1, backlog do
          local accepted = listener:accept()
          check("BACKLOG-03", accepted):succeeds()
          check("BACKLOG-03", callers[i]):is_connected_to(accepted.socket)
        end
      end
      listener:close()
    end
  end,
}
