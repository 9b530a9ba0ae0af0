scenario "A datagram socket is connected to the broadcast address only where SO_BROADCAST is set" {
  verifies = { "CONNECT-30" },
  needs = { "connectionless", "broadcast", "known-family" },

  run = function(wsp)
    if wsp.entry.af ~= constants.AF_INET then
      undecided("CONNECT-30", "the broadcast address of the entry's family is not known")
      return
    end
    local bytes = wsp.bound_socket({ as = "peer" }).address.bytes
    local everybody = wsp.address(bytes:sub(1, 4) .. ("\xFF"):rep(4) .. bytes:sub(9))
    local function connect(allowed)
      local socket = wsp.socket()
      if allowed then
        socket:set_option("SO_BROADCAST", true)
      end
      return socket:connect(everybody)
    end
    local outcome = connect(true)
    if outcome.error == "WSAENETUNREACH" or outcome.error == "WSAEHOSTUNREACH" or outcome.error == "WSAENETDOWN" then
      undecided("CONNECT-30", "there is no network to broadcast to")
      return
    end
    check("CONNECT-30", outcome):succeeds()
    check("CONNECT-30", connect(false)):fails_with "WSAEACCES"
  end,
}
