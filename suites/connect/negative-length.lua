scenario "A negative namelen is too short, and does not pass for a large one" {
  verifies = { "CONNECT-12" },
  needs = { "connection-oriented" },

  run = function(wsp)
    -- The provider may leave it to its transport to look at the name: FD_CONNECT then has the code.
    local caller = wsp.attempt(wsp.listen(), { from = wsp.socket { as = "caller" }, length = -1 })
    check("CONNECT-12", caller:connect_result(), "namelen -1"):equals "WSAEFAULT"
  end,
}
