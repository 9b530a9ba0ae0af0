scenario "A selecting caller finds its refused attempt in exceptfds" {
  verifies = { "NOTIFY-34", "CONNECT-14", "CONNECT-15" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local silent = wsp.bound_socket()
    local caller = wsp.socket { as = "caller" }
    caller:set_blocking(false)
    local attempt = caller:connect(silent.address)
    check("CONNECT-14", attempt):fails_with("WSAEWOULDBLOCK", "WSAECONNREFUSED")
    if attempt.error == "WSAEWOULDBLOCK" then
      if not check("NOTIFY-34", caller:await_exceptional(), "in exceptfds"):is_true() then
        undecided("CONNECT-15", "no refusal is seen")
        return
      end
    else
      undecided("NOTIFY-34", "the refusal is known at once")
    end

    -- No event was registered, so nothing but the refusal itself can have ended the attempt.
    silent:listen(1)
    local again = caller:connect(silent.address)
    check("CONNECT-15", again):succeeds_or_fails_with "WSAEWOULDBLOCK"
    if not again.ok and again.error ~= "WSAEWOULDBLOCK" then
      return
    end
    if check("CONNECT-15", silent:await_readable(), "the second request arrives"):is_true() then
      local accepted = silent:accept()
      check("CONNECT-15", caller:await_writable(), "in writefds"):is_true()
      check("CONNECT-15", caller:exceptional(), "in exceptfds after the success"):is_false()
      check("CONNECT-15", caller):is_connected_to(accepted.socket)
    end
  end,
}
