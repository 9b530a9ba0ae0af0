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
    wsp.fence()
    check("CONNDATA-14", listener:readable(), "a request arrived all the same"):is_false()

    wsp.request(listener, { from = caller, data = wsp.pattern(limit), fence = false })
    local accepted = listener:accept { decide = "accept" }
    check("CONNDATA-26", accepted):succeeds()
    check("CONNDATA-14", #(accepted.condition.caller_data or ""), "bytes carried at the limit"):equals(limit)
  end,
}
