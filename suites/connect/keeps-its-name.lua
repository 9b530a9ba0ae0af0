scenario "A bound caller keeps its name and shows it" {
  verifies = { "CONNECT-04" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local function look_at_name(caller, name, accepted)
      check("CONNECT-04", caller:name().address, "the caller's name afterwards"):equals(name)
      check("CONNECT-04", accepted.shown_caller, "lpCallerId"):equals(name)
      check("CONNECT-04", accepted.socket:peer_name().address, "the accepted socket's peer"):equals(name)
    end

    local caller = wsp.bound_socket { as = "caller" }
    local name = caller.address
    local attempt = caller:begin_connect(wsp.name_to_dial(listener))
    local accepted = wsp.accept_from(listener, attempt, { decide = "accept" })
    check("CONNECT-04", attempt):succeeds()
    look_at_name(caller, name, accepted)

    caller = wsp.bound_socket { as = "non-blocking caller" }
    name = caller.address
    wsp.request(listener, { from = caller, fence = false })
    accepted = listener:accept { decide = "accept" }
    check("CONNECT-04", caller):becomes_connected()
    look_at_name(caller, name, accepted)
  end,
}
