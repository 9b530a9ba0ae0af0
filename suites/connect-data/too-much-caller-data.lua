scenario "More caller data than the provider can carry is refused" {
  verifies = { "CONNDATA-14", "CONNDATA-26" },
  needs = { "connection-oriented", "connect-data", "limited-connect-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local limit = wsp.traits.connect_data_limit
    local caller = wsp.bound_socket { as = "caller" }
    caller:set_blocking(false)
    for _, length in ipairs { limit + 1, limit * 2 } do
      local outcome = caller:connect(wsp.name_to_dial(listener), { data = wsp.pattern(length) })
      check("CONNDATA-14", outcome, ("%d bytes"):format(length)):fails_with "WSAEFAULT"
    end
    local blocking = wsp.bound_socket { as = "blocking caller" }
    local attempt = blocking:begin_connect(wsp.name_to_dial(listener), { data = wsp.pattern(limit + 1) })
    wsp.wait_until(function()
      return attempt.finished or listener:readable()
    end)
    if not attempt.finished then
      listener:accept { decide = "reject" }
    end
    check("CONNDATA-14", attempt):fails_with "WSAEFAULT"
    wsp.fence()
    check("CONNDATA-14", listener:readable(), "a request arrived all the same"):is_false()

    wsp.attempt(listener, { from = caller, data = wsp.pattern(limit) })
    check("CONNDATA-26", caller.attempt, "the same socket once more"):succeeds_or_fails_with "WSAEWOULDBLOCK"
    listener:set_blocking(false)
    check("CONNDATA-26", listener:await_readable(), "its request arrives"):is_true()
    local accepted = listener:accept { decide = "accept" }
    check("CONNDATA-26", accepted):succeeds()
    check("CONNDATA-14", #(accepted.condition.caller_data or ""), "bytes carried at the limit"):equals(limit)
  end,
}
