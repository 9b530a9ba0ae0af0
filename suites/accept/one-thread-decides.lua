scenario "A request that is being decided on is not given to another thread" {
  verifies = { "ACCEPT-32" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen()
    local first = wsp.request(listener)
    local second = wsp.request(listener)

    local other
    local one = listener:accept {
      thread = 1,
      decide = function()
        -- A provider may let the second call in now, or make it wait for this decision: both are legal.
        other = listener:begin_accept { thread = 2 }
        other:stays_pending()
        return "accept"
      end,
    }
    check("ACCEPT-32", one):succeeds()
    check("ACCEPT-32", other):succeeds()
    check("ACCEPT-32", one.address, "addr of the first call"):equals(first.address)
    check("ACCEPT-32", other:outcome().address, "addr of the second call"):equals(second.address)
    check("ACCEPT-32", first):is_connected_to(one.socket)
    check("ACCEPT-32", second):is_connected_to(other:outcome().socket)
  end,
}
