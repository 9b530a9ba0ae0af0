scenario "The failure of a non-blocking attempt is stored as SO_ERROR" {
  verifies = { "CONNECT-23" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local silent = wsp.bound_socket()
    local caller = wsp.socket { as = "caller" }
    caller:set_blocking(false)
    local attempt = caller:connect(silent.address)
    if attempt.error ~= "WSAEWOULDBLOCK" then
      check("CONNECT-23", attempt):fails_with "WSAECONNREFUSED"
      return
    end
    caller:await_exceptional()
    check("CONNECT-23", caller:option("SO_ERROR").number, "SO_ERROR"):equals(10061)
    check("CONNECT-23", caller:option("SO_ERROR").number, "SO_ERROR read again"):equals(0)
  end,
}
