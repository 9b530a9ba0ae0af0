scenario "A refused caller may try again with the same socket" {
  verifies = { "REJECT-09" },
  needs = { "connection-oriented", "decision-reporting" },

  run = function(wsp)
    local listener = wsp.listen()
    local function tries_again(caller)
      wsp.attempt(listener, { from = caller })
      check("REJECT-09", caller.attempt):succeeds_or_fails_with "WSAEWOULDBLOCK"
      wsp.fence()
      if not check("REJECT-09", listener:await_readable(), "the second request shows by WSPSelect"):is_true() then
        return
      end
      local accepted = listener:accept { decide = "accept" }
      check("REJECT-09", accepted):succeeds()
      check("REJECT-09", caller):is_connected_to(accepted.socket)
    end

    local caller = wsp.request(listener)
    listener:accept { decide = "reject" }
    check("REJECT-09", caller:connect_result(), "the first attempt"):equals "WSAECONNREFUSED"
    tries_again(caller)

    local blocking = wsp.bound_socket { as = "blocking caller" }
    local attempt = blocking:begin_connect(wsp.name_to_dial(listener))
    wsp.accept_from(listener, attempt, { decide = "reject" })
    check("REJECT-09", attempt):fails_with "WSAECONNREFUSED"
    tries_again(blocking)
  end,
}
