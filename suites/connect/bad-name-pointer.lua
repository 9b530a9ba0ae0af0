scenario "An unusable name pointer is refused" {
  verifies = { "CONNECT-13" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.socket { as = "caller" }
    local name = wsp.name_to_dial(listener)
    check("CONNECT-13", caller:connect("null", { length = name.length })):fails_with "WSAEFAULT"
    check("CONNECT-13", caller:connect("inaccessible", { length = name.length })):fails_with "WSAEFAULT"
    local attempt = caller:begin_connect(name)
    check("CONNECT-13", wsp.accept_from(listener, attempt)):succeeds()
    check("CONNECT-13", attempt):succeeds()
  end,
}
