scenario "Unusable and short names are refused on datagram sockets, too" {
  verifies = { "CONNECT-12", "CONNECT-13" },
  needs = { "connectionless" },

  run = function(wsp)
    local peer = wsp.bound_socket { as = "peer" }
    local socket = wsp.bound_socket()
    local name = peer.address
    for _, length in ipairs { 0, 1, wsp.entry.min_address - 1 } do
      local outcome = socket:connect(name, { length = length })
      check("CONNECT-12", outcome, ("namelen %d"):format(length)):fails_with "WSAEFAULT"
    end
    check("CONNECT-13", socket:connect("null", { length = name.length })):fails_with "WSAEFAULT"
    check("CONNECT-13", socket:connect("inaccessible", { length = name.length })):fails_with "WSAEFAULT"
    check("CONNECT-13", socket:connect(name)):succeeds()
  end,
}
