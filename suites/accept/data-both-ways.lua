scenario "Data flows both ways as soon as both calls have succeeded" {
  verifies = { "ACCEPT-29", "CONNECT-01" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.bound_socket { as = "caller" }
    local attempt = caller:begin_connect(wsp.name_to_dial(listener))
    local accepted = wsp.accept_from(listener, attempt, { decide = "accept" })
    check("CONNECT-01", attempt):succeeds()
    check("ACCEPT-29", accepted):succeeds()
    check("CONNECT-01", caller):is_connected_to(accepted.socket)
    check("ACCEPT-29", accepted.socket):is_connected_to(caller)
  end,
}
