scenario "A conflict with a wildcard name has a documented code" {
  verifies = { "LISTEN-06" },
  needs = { "connection-oriented", "known-family" },

  run = function(wsp)
    local first = wsp.bound_socket()
    local second = wsp.socket()
    local bind = second:bind(wsp.wildcard_address():with_port(first.address.port))
    check("LISTEN-06", bind):succeeds_or_fails_with "WSAEADDRINUSE"
    check("LISTEN-06", first:listen(2)):succeeds()
    if bind.ok then
      check("LISTEN-06", second:listen(2)):succeeds_or_fails_with "WSAEADDRINUSE"
    end
  end,
}
