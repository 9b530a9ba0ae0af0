scenario "WSPListen without a descriptor left gives a documented code" {
  verifies = { "LISTEN-11" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.bound_socket { as = "listener" }
    wsp.upcalls:refuse_next_handle()
    local outcome = listener:listen(5)
    wsp.upcalls:disarm()
    check("LISTEN-11", outcome):succeeds_or_fails_with("WSAEMFILE", "WSAENOBUFS")
  end,
}
