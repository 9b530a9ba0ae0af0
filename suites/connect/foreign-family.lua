scenario "A name of a foreign family is refused" {
  verifies = { "CONNECT-11" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.socket { as = "caller" }
    local name = wsp.name_to_dial(listener)
    check("CONNECT-11", caller:connect(name:with_family(0x6A))):fails_with "WSAEAFNOSUPPORT"
    local alike = caller:begin_connect(name:with_family(wsp.entry.af + 0x100))
    wsp.wait_until(function()
      return alike.finished or listener:readable()
    end)
    if not alike.finished then
      listener:accept()
    end
    check("CONNECT-11", alike, "a family that differs in its high byte"):fails_with "WSAEAFNOSUPPORT"
    local attempt = caller:begin_connect(name)
    local accepted = wsp.accept_from(listener, attempt)
    check("CONNECT-11", attempt):succeeds()
    check("CONNECT-11", caller):is_connected_to(accepted.socket)
  end,
}
