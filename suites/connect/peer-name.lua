scenario "The peer's name is available only while connected" {
  verifies = { "CONNECT-24" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.bound_socket { as = "caller" }
    check("CONNECT-24", caller:peer_name()):fails_with "WSAENOTCONN"
    local refused = wsp.attempt(wsp.bound_socket(), { from = wsp.socket { as = "refused caller" } })
    if refused:connect_result() == "WSAECONNREFUSED" then
      check("CONNECT-24", refused:peer_name(), "after a refusal"):fails_with "WSAENOTCONN"
    end
    wsp.request(listener, { from = caller })
    if wsp.reports_decision then
      check("CONNECT-24", caller:peer_name(), "during the attempt"):fails_with "WSAENOTCONN"
    end
    listener:accept()
    check("CONNECT-24", caller):becomes_connected()
    check("CONNECT-24", caller:peer_name().address, "the peer's name"):equals(wsp.name_to_dial(listener))
  end,
}
