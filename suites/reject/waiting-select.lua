scenario "A WSPSelect that waits for a caller ends when its request is rejected" {
  verifies = { "REJECT-04" },
  needs = { "connection-oriented", "decision-reporting" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.bound_socket { as = "caller" }
    caller:set_blocking(false)
    caller:connect(wsp.name_to_dial(listener))
    local pending = wsp.begin_select { write = { caller }, except = { caller }, timeout = "null" }
    wsp.fence()
    check("REJECT-04", pending.finished, "WSPSelect returned before the decision"):is_false()

    listener:accept { decide = "reject" }
    check("REJECT-04", pending):succeeds()
    check("REJECT-04", pending:outcome():found("except", caller), "in exceptfds"):is_true()
    check("REJECT-04", pending:outcome():found("write", caller), "in writefds"):is_false()
  end,
}
