scenario "A blocking caller whose request is rejected learns of it" {
  verifies = { "REJECT-02" },
  needs = { "connection-oriented", "decision-reporting" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.bound_socket { as = "caller" }
    local attempt = caller:begin_connect(wsp.name_to_dial(listener))
    wsp.accept_from(listener, attempt, { decide = "reject" })
    check("REJECT-02", attempt):fails_with "WSAECONNREFUSED"
  end,
}
