scenario "Without a condition function the request is accepted" {
  verifies = { "ACCEPT-03", "COND-04" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    wsp.request(listener)
    local accepted = listener:accept()
    check("ACCEPT-03", accepted):succeeds()
    check("ACCEPT-03", accepted.socket:peer_name().address, "the peer"):equals(caller.address)
    check("ACCEPT-03", caller):is_connected_to(accepted.socket)

    -- A condition function given once is not called by a later call that gives none.
    local other = wsp.listen { as = "other listener" }
    wsp.request(other)
    other:accept { decide = "accept" }
    local last = wsp.request(other)
    local again = other:accept()
    check("COND-04", #wsp.stray_conditions(), "condition calls that nobody asked for"):equals(0)
    check("ACCEPT-03", last):is_connected_to(again.socket)
  end,
}
