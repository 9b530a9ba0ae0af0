scenario "A blocking connect returns only when the listener has decided" {
  verifies = { "CONNECT-33", "CONNECT-01" },
  needs = { "connection-oriented", "decision-reporting" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.bound_socket { as = "caller" }
    -- Whether the socket was non-blocking before makes no difference.
    caller:set_blocking(false)
    caller:set_blocking(true)
    local attempt = caller:begin_connect(wsp.name_to_dial(listener))
    check("CONNECT-33", listener:await_readable(), "the request arrives"):is_true()
    wsp.fence()
    check("CONNECT-33", attempt.finished, "WSPConnect returned before the decision"):is_false()
    local accepted = listener:accept { decide = "accept" }
    check("CONNECT-33", attempt):succeeds()
    check("CONNECT-01", caller):is_connected_to(accepted.socket)
  end,
}
