scenario "Two threads in WSPAccept never get the same request" {
  verifies = { "ACCEPT-32", "ACCEPT-13" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen()
    local one = listener:begin_accept { decide = "accept", thread = 1 }
    local other = listener:begin_accept { decide = "accept", thread = 2 }
    -- Both wait when the first request comes, which is only for one of them.
    one:stays_pending()
    other:stays_pending()
    local first = wsp.request(listener)
    wsp.wait_until(function()
      return one.finished or other.finished
    end)
    wsp.settle()
    check("ACCEPT-13", one.finished and other.finished, "both calls returned for one request"):is_false()
    local second = wsp.request(listener, { fence = false })

    check("ACCEPT-32", one):succeeds()
    check("ACCEPT-32", other):succeeds()
    local a, b = one:outcome(), other:outcome()
    local in_order = a.address:same_as(first.address) and b.address:same_as(second.address)
    local swapped = a.address:same_as(second.address) and b.address:same_as(first.address)
    check("ACCEPT-32", in_order or swapped):shows(
      "each caller accepted once", a.address.text .. " and " .. b.address.text)
    check("ACCEPT-32", first):is_connected_to(in_order and a.socket or b.socket)
    check("ACCEPT-32", second):is_connected_to(in_order and b.socket or a.socket)
  end,
}
