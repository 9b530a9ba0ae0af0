scenario "Closing a listener ends the call of a blocking caller" {
  verifies = { "BACKLOG-12" },
  needs = { "connection-oriented", "decision-reporting" },

  run = function(wsp)
    local listener = wsp.listen()
    local attempt = wsp.bound_socket { as = "caller" }:begin_connect(wsp.name_to_dial(listener))
    check("BACKLOG-12", listener:await_readable(), "the request shows by WSPSelect"):is_true()
    listener:close()
    check("BACKLOG-12", attempt):fails()
  end,
}
