scenario "WSPListen may be repeated" {
  verifies = { "LISTEN-09" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { backlog = 5 }
    check("LISTEN-09", listener:listen(1)):succeeds()
    check("LISTEN-09", listener:listen(5)):succeeds()
    local caller = wsp.request(listener)
    local accepted = listener:accept { decide = "accept" }
    check("LISTEN-09", accepted):succeeds()
    check("LISTEN-09", caller):is_connected_to(accepted.socket)
  end,
}
