scenario "Writing into lpCallerId does not alter the connection" {
  verifies = { "COND-24" },
  needs = { "connection-oriented", "caller-id" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    local accepted = listener:accept {
      decide = function(request)
        request:scribble_caller_id()
        return "accept"
      end,
    }
    check("COND-24", accepted):succeeds()
    check("COND-24", accepted.socket:peer_name().address, "the peer"):equals(caller.address)
    check("COND-24", accepted.address, "addr"):equals(caller.address)
  end,
}
