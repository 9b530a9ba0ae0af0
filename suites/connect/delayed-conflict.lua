scenario "A conflict of names that shows only at connect time has a documented code" {
  verifies = { "CONNECT-18" },
  needs = { "connection-oriented", "known-family" },

  run = function(wsp)
    local listener = wsp.listen { blocking = false }
    local first = wsp.socket()
    first:set_option("SO_REUSEADDR", true)
    first:bind(wsp.local_address())
    local second = wsp.socket()
    second:set_option("SO_REUSEADDR", true)
    local bind = second:bind(first.address)
    if not bind.ok then
      record("CONNECT-18", "WSPBind reports the conflict: " .. bind.error)
      return
    end
    first:set_blocking(false)
    second:set_blocking(false)
    first:connect(wsp.name_to_dial(listener))
    local outcome = second:connect(wsp.name_to_dial(listener))
    check("CONNECT-18", outcome):succeeds_or_fails_with("WSAEWOULDBLOCK", "WSAEADDRINUSE", "WSAEADDRNOTAVAIL")
  end,
}
