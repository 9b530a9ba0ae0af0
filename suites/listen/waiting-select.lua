scenario "A WSPSelect that waits for a listener ends when a request arrives" {
  verifies = { "LISTEN-01" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local pending = wsp.begin_select { read = { listener }, timeout = "null" }
    wsp.fence()
    check("LISTEN-01", pending.finished, "WSPSelect returned before a request"):is_false()

    local caller = wsp.request(listener, { fence = false })
    check("LISTEN-01", pending):succeeds()
    check("LISTEN-01", pending:outcome():found("read", listener), "in readfds"):is_true()
    check("LISTEN-01", caller):is_connected_to(listener:accept().socket)
  end,
}
