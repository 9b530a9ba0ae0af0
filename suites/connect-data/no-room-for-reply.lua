scenario "A caller without a reply buffer connects all the same" {
  verifies = { "CONNDATA-07" },
  needs = { "connection-oriented", "connect-data" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener, { data = "x", fence = false })
    local accepted = listener:accept {
      decide = function(request)
        request:write_reply "x"
        return "accept"
      end,
    }
    check("CONNDATA-07", accepted):succeeds()
    check("CONNDATA-07", caller):is_connected_to(accepted.socket)
  end,
}
