scenario "WSPListen does not mind that no descriptor is left, or says so by a code of its page" {
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
