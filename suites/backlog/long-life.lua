scenario "A listener takes request after request, two waiting at a time" {
  verifies = { "BACKLOG-01", "BACKLOG-02" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen { blocking = false }
    local waiting = wsp.request(listener)
    for i = 1, 20 do
      local newcomer = wsp.request(listener)
      check("BACKLOG-01", listener:await_readable(), "a request shows by WSPSelect"):is_true()
      local accepted = listener:accept { decide = i % 3 ~= 0 and "accept" or nil }
      check("BACKLOG-02", accepted.address, "addr of request " .. i):equals(waiting.address)
      if not check("BACKLOG-01", waiting):is_connected_to(accepted.socket) then
        return
      end
      accepted.socket:close()
      waiting:close()
      waiting = newcomer
    end
  end,
}
