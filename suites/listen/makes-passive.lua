scenario "A listener queues requests without WSPAccept" {
  verifies = { "LISTEN-01", "LISTEN-13", "BACKLOG-01" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local socket = wsp.socket()
    check("LISTEN-13", socket:option("SO_ACCEPTCONN").number, "SO_ACCEPTCONN before WSPBind"):equals(0)
    socket:bind(wsp.local_address())
    check("LISTEN-13", socket:option("SO_ACCEPTCONN").number, "SO_ACCEPTCONN before WSPListen"):equals(0)
    check("LISTEN-01", socket:listen(5)):succeeds()
    check("LISTEN-13", socket:option("SO_ACCEPTCONN").number, "SO_ACCEPTCONN after WSPListen"):differs_from(0)

    local caller = wsp.request(socket)
    check("LISTEN-01", socket:await_readable(), "the request shows by WSPSelect"):is_true()
    wsp.fence()
    local accepted = socket:accept { decide = "accept" }
    check("BACKLOG-01", accepted.shown_caller, "lpCallerId"):equals(caller.address)
  end,
}
