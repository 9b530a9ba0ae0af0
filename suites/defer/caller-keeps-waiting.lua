scenario "A blocking caller keeps waiting while its request is deferred" {
  verifies = { "DEFER-21", "CONNECT-33" },
  needs = { "connection-oriented", "decision-reporting" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.bound_socket { as = "caller" }
    local attempt = caller:begin_connect(wsp.name_to_dial(listener))

    check("DEFER-21", wsp.accept_from(listener, attempt, { decide = "defer" })):fails_with "WSATRY_AGAIN"
    wsp.fence()
    check("DEFER-21", attempt.finished, "WSPConnect returned during the deferral"):is_false()

    local accepted = listener:accept { decide = "accept" }
    check("CONNECT-33", attempt):succeeds()
    check("DEFER-21", caller):is_connected_to(accepted.socket)
  end,
}
