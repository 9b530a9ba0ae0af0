scenario "A connect asks for the blocking hook where it has to wait, and only there" {
  verifies = { "UPCALL-10" },
  needs = { "connection-oriented", "decision-reporting", "blocking-hook" },

  run = function(wsp)
    local listener = wsp.listen()
    local mark = wsp.upcalls:mark()
    wsp.attempt(listener)
    check("UPCALL-10", #wsp.upcalls:since(mark, "WPUQueryBlockingCallback"), "queries without blocking"):equals(0)
    wsp.fence()
    listener:accept()

    local caller = wsp.bound_socket { as = "blocking caller" }
    mark = wsp.upcalls:mark()
    local attempt = caller:begin_connect(wsp.name_to_dial(listener))
    check("UPCALL-10", listener:await_readable(), "the request arrives"):is_true()
    wsp.fence()
    local asked = wsp.wait_until(function()
      return #wsp.upcalls:since(mark, "WPUQueryBlockingCallback") > 0
    end)
    check("UPCALL-10", asked, "WSPConnect asks for the hook while it waits"):is_true()
    listener:accept()
    check("UPCALL-10", attempt):succeeds()
  end,
}
