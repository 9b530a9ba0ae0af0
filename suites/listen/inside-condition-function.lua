scenario "WSPListen on another socket from inside the condition function" {
  verifies = { "LISTEN-12", "COND-20" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local other = wsp.bound_socket { as = "other listener" }
    local caller = wsp.request(listener)
    local nested

    local accepted = listener:accept {
      decide = function()
        nested = other:listen(2, { thread = "inside" })
        return "accept"
      end,
    }
    check("LISTEN-12", nested):succeeds_or_fails_with "WSAEINPROGRESS"
    check("COND-20", accepted):succeeds()
    check("COND-20", caller):is_connected_to(accepted.socket)
  end,
}
