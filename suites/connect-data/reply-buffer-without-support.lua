scenario "A reply buffer alone is no error without connect data" {
  verifies = { "CONNDATA-12" },
  needs = { "connection-oriented", "no-connect-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.attempt(listener, { reply_room = wsp.reply_room })
    check("CONNDATA-12", caller.attempt):succeeds_or_fails_with "WSAEWOULDBLOCK"
    if wsp.await_request(listener, caller) then
      check("CONNDATA-12", caller):is_connected_to(listener:accept().socket)
    else
      check("CONNDATA-12", caller):becomes_connected()
    end
  end,
}
