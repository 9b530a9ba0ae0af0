scenario "An unusable name pointer is refused" {
  verifies = { "CONNECT-13" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.socket { as = "caller" }
    local non_blocking = wsp.socket { as = "non-blocking caller" }
    local name = wsp.name_to_dial(listener)
    for _, pointer in ipairs { "null", "inaccessible" } do
      check("CONNECT-13", caller:connect(pointer, { length = name.length })):fails_with "WSAEFAULT"
      wsp.attempt(pointer, { from = non_blocking, length = name.length })
      check("CONNECT-13", non_blocking:connect_result(), "without blocking: " .. pointer):equals "WSAEFAULT"
    end
    local attempt = caller:begin_connect(name)
    check("CONNECT-13", wsp.accept_from(listener, attempt)):succeeds()
    check("CONNECT-13", attempt):succeeds()
  end,
}
