scenario "A blocking WSPAccept takes a queued request without asking for the blocking callback" {
  verifies = { "ACCEPT-14", "UPCALL-10" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local mark = wsp.upcalls:mark()
    for _, decision in ipairs { "accept", false } do
      wsp.request(listener)
      check("ACCEPT-14", listener:await_readable(), "the request shows by WSPSelect"):is_true()

      mark = wsp.upcalls:mark()
      check("ACCEPT-14", listener:accept { decide = decision or nil }):succeeds()
      check("ACCEPT-14", #wsp.upcalls:since(mark, "WPUQueryBlockingCallback"), "blocking-hook queries"):equals(0)
      check("UPCALL-10", #wsp.upcalls:since(mark, "WPUQueryBlockingCallback"), "blocking-hook queries"):equals(0)
    end

    listener:set_blocking(false)
    check("UPCALL-10", listener:accept { decide = "accept" }):fails_with "WSAEWOULDBLOCK"
    check("UPCALL-10", #wsp.upcalls:since(mark, "WPUQueryBlockingCallback"), "queries without blocking"):equals(0)
  end,
}
