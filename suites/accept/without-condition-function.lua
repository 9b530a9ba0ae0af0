scenario "Without a condition function the request is accepted" {
  verifies = { "ACCEPT-03" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    wsp.request(listener)
    local accepted = listener:accept()
    check("ACCEPT-03", accepted):succeeds()
    check("ACCEPT-03", accepted.socket:peer_name().address, "the peer"):equals(caller.address)
    check("ACCEPT-03", caller):is_connected_to(accepted.socket)
  end,
}
