scenario "Connecting a connected socket fails with WSAEISCONN" {
  verifies = { "CONNECT-07", "CONNECT-32" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    local other = wsp.listen { as = "other listener" }
    local caller, callee = connection.caller, connection.callee
    callee:send("waiting")
    check("CONNECT-07", caller:await_readable(), "the callee's data arrives"):is_true()
    check("CONNECT-07", caller:connect(wsp.name_to_dial(connection.listener))):fails_with "WSAEISCONN"
    check("CONNECT-07", caller:connect(wsp.name_to_dial(other))):fails_with "WSAEISCONN"
    check("CONNECT-07", callee:connect(wsp.name_to_dial(other))):fails_with "WSAEISCONN"
    check("CONNECT-07", caller:peer_name().address, "the peer's name"):equals(wsp.name_to_dial(connection.listener))
    check("CONNECT-07", wsp.receive_all(caller, #"waiting"), "the data that waited"):equals "waiting"
    check("CONNECT-07", caller):is_connected_to(callee)
    wsp.fence()
    -- One that succeeded at once need not have been indicated.
    local count = caller.attempt.ok and math.min(caller:indicated "FD_CONNECT", 1) or 1
    check("CONNECT-32", caller):was_indicated("FD_CONNECT", count)

    local blocking = wsp.bound_socket { as = "blocking caller" }
    local attempt = blocking:begin_connect(wsp.name_to_dial(other))
    local accepted = wsp.accept_from(other, attempt)
    check("CONNECT-07", attempt):succeeds()
    check("CONNECT-07", blocking:connect(wsp.name_to_dial(other))):fails_with "WSAEISCONN"
    check("CONNECT-07", blocking):is_connected_to(accepted.socket)
  end,
}
