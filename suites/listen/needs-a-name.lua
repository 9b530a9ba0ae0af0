scenario "WSPListen on an unbound socket is refused" {
  verifies = { "LISTEN-02", "LISTEN-13" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local socket = wsp.socket()
    check("LISTEN-02", socket:listen(5)):fails_with "WSAEINVAL"
    check("LISTEN-13", socket:option("SO_ACCEPTCONN").number, "SO_ACCEPTCONN after the failure"):equals(0)

    socket:bind(wsp.local_address())
    check("LISTEN-02", socket:listen(5)):succeeds()
  end,
}
