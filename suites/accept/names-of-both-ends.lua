scenario "The accepted socket has the caller as its peer and the dialled name as its own" {
  verifies = { "ACCEPT-05", "ACCEPT-06", "COND-09" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    for _, given in ipairs { {}, { address = "null", length_pointer = "null" }, {} } do
      local caller = wsp.request(listener)
      given.decide = "accept"
      local accepted = listener:accept(given)
      check("ACCEPT-05", caller):becomes_connected()

      local peer = accepted.socket:peer_name()
      check("ACCEPT-05", peer):succeeds()
      check("ACCEPT-05", peer.address, "WSPGetPeerName of the accepted socket"):equals(caller:name().address)
      check("ACCEPT-06", accepted.socket:name().address, "WSPGetSockName of the accepted socket"):equals(
        caller:peer_name().address)
      if wsp.traits.caller_id ~= "null" then
        check("COND-09", accepted.condition.caller_id, "lpCallerId"):equals(peer.address)
      end
      if not given.address then
        check("COND-09", accepted.address, "addr"):equals(peer.address)
      end
    end
  end,
}
