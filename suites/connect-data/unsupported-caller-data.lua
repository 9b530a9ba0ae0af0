scenario "A provider without connect data refuses caller data" {
  verifies = { "CONNDATA-11", "CONNDATA-26" },
  needs = { "connection-oriented", "no-connect-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.bound_socket { as = "caller" }
    local name = wsp.name_to_dial(listener)
    caller:set_blocking(false)
    -- A length that is kept in 8 or 16 bits passes for none.
    for _, length in ipairs { 16, 256, 65536 } do
      local outcome = caller:connect(name, { data = ("x"):rep(length), reply_room = 16 })
      if not check("CONNDATA-11", outcome, ("%d bytes"):format(length)):fails_with "WSAEPROTONOSUPPORT" then
        break
      end
    end
    wsp.settle()
    check("CONNDATA-11", listener:readable(), "a request arrived all the same"):is_false()

    local other = wsp.listen { as = "other listener" }
    local blocking = wsp.bound_socket { as = "blocking caller" }
    local attempt = blocking:begin_connect(wsp.name_to_dial(other), { data = "1" })
    if wsp.await_request(other, attempt) then
      other:accept()
    end
    check("CONNDATA-11", attempt):fails_with "WSAEPROTONOSUPPORT"

    wsp.request(listener, { from = caller, fence = false })
    local accepted = listener:accept()
    check("CONNDATA-26", accepted):succeeds()
    check("CONNDATA-26", caller):is_connected_to(accepted.socket)
  end,
}
