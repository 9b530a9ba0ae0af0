scenario "A provider without connect data refuses caller data" {
  verifies = { "CONNDATA-11", "CONNDATA-26" },
  needs = { "connection-oriented", "no-connect-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.bound_socket { as = "caller" }
    local name = wsp.name_to_dial(listener)
    caller:set_blocking(false)
    local outcome = caller:connect(name, { data = "sixteen bytes ..", reply_room = 16 })
    check("CONNDATA-11", outcome):fails_with "WSAEPROTONOSUPPORT"
    wsp.fence()
    check("CONNDATA-11", listener:readable(), "a request arrived all the same"):is_false()

    local other = wsp.listen { as = "other listener" }
    local blocking = wsp.bound_socket { as = "blocking caller" }
    local attempt = blocking:begin_connect(wsp.name_to_dial(other), { data = "1" })
    wsp.wait_until(function()
      return attempt.finished or other:readable()
    end)
    if not attempt.finished then
      other:accept()
    end
    check("CONNDATA-11", attempt):fails_with "WSAEPROTONOSUPPORT"

    wsp.request(listener, { from = caller, fence = false })
    local accepted = listener:accept()
    check("CONNDATA-26", accepted):succeeds()
    check("CONNDATA-26", caller):is_connected_to(accepted.socket)
  end,
}
