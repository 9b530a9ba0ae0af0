scenario "A caller that selects finds its rejected attempt in exceptfds" {
  verifies = { "REJECT-04", "CONNECT-23" },
  needs = { "connection-oriented", "decision-reporting" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.bound_socket { as = "caller" }
    caller:set_blocking(false)
    caller:connect(wsp.name_to_dial(listener))
    listener:accept { decide = "reject" }

    check("REJECT-04", caller:await_exceptional(), "in exceptfds"):is_true()
    check("REJECT-04", caller:writable(), "in writefds"):is_false()
    check("CONNECT-23", caller:option("SO_ERROR").number, "SO_ERROR"):equals(10061)
    check("CONNECT-23", caller:option("SO_ERROR").number, "SO_ERROR read again"):equals(0)
    check("REJECT-04", caller:option("SO_ERROR").number, "SO_ERROR read again"):equals(0)
  end,
}
