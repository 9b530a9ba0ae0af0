scenario "The listener goes on listening after every outcome" {
  verifies = { "ACCEPT-07" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    for _, decisions in ipairs { { "accept" }, { "reject" }, { "defer", "accept" }, { "defer", "reject" } } do
      wsp.request(listener)
      local arrived = listener:await_readable()
      check("ACCEPT-07", arrived, "the next request shows by WSPSelect"):is_true()
      for _, decision in ipairs(arrived and decisions or {}) do
        listener:accept { decide = decision }
        check("ACCEPT-07", listener:option("SO_ACCEPTCONN").number, "SO_ACCEPTCONN after " .. decision):differs_from(0)
      end
    end
    local caller = wsp.request(listener)
    local accepted = listener:accept()
    check("ACCEPT-07", accepted):succeeds()
    check("ACCEPT-07", caller):is_connected_to(accepted.socket)
  end,
}
