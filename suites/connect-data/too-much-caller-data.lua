scenario "More caller data than the provider can carry is refused" {
  verifies = { "CONNDATA-14", "CONNDATA-26" },
  needs = { "connection-oriented", "connect-data", "limited-connect-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local limit = wsp.traits.connect_data_limit
    local caller = wsp.bound_socket { as = "caller" }
    local function is_refused(data, words)
      wsp.attempt(listener, { from = caller, data = data })
      local arrived = wsp.await_request(listener, caller)
      if arrived then
        listener:accept { decide = "reject" }
      end
      check("CONNDATA-14", arrived, words .. ": a request arrives"):is_false()
      check("CONNDATA-14", caller:connect_result(), words):equals "WSAEFAULT"
      return not arrived
    end

    -- A length that is kept in 8 or 16 bits passes for a small one.
    for _, length in ipairs { limit + 1, limit * 2, limit + 256, limit + 65536 } do
      if not is_refused(wsp.pattern(length), ("%d bytes"):format(length)) then
        undecided("CONNDATA-26", "the caller's data was not refused")
        return
      end
    end
    is_refused({ form = "inaccessible", length = 0xFFFFFFFF }, "4294967295 bytes")

    local blocking = wsp.bound_socket { as = "blocking caller" }
    local attempt = blocking:begin_connect(wsp.name_to_dial(listener), { data = wsp.pattern(limit + 1) })
    if wsp.await_request(listener, attempt) then
      listener:accept { decide = "reject" }
    end
    check("CONNDATA-14", attempt):fails_with "WSAEFAULT"
    wsp.settle()
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
