scenario "The caller's memory may be reused as soon as WSPConnect returns" {
  verifies = { "CONNECT-34" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.attempt(listener, { scribble = true })
    if not check("CONNECT-34", wsp.await_request(listener, caller), "the request arrives"):is_true() then
      return
    end
    local accepted = listener:accept()
    check("CONNECT-34", caller):becomes_connected()
    check("CONNECT-34", caller:peer_name().address, "the caller's peer"):equals(wsp.name_to_dial(listener))
    check("CONNECT-34", accepted.socket:peer_name().address, "the peer"):equals(caller.address)
  end,
}
