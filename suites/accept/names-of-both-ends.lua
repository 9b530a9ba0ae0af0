scenario "The accepted socket has the caller as its peer and the dialled name as its own" {
  verifies = { "ACCEPT-05", "ACCEPT-06", "COND-09" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    local accepted = listener:accept { decide = "accept" }
    check("ACCEPT-05", caller):becomes_connected()

    local peer = accepted.socket:peer_name()
    check("ACCEPT-05", peer):succeeds()
    check("ACCEPT-05", peer.address, "WSPGetPeerName of the accepted socket"):equals(caller:name().address)
    check("ACCEPT-06", accepted.socket:name().address, "WSPGetSockName of the accepted socket"):equals(
      caller:peer_name().address)
    check("COND-09", accepted.condition.caller_id, "lpCallerId"):equals(peer.address)
    check("COND-09", accepted.address, "addr"):equals(peer.address)
  end,
}
