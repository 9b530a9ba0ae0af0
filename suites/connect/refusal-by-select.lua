scenario "A selecting caller finds its refused attempt in exceptfds" {
  verifies = { "NOTIFY-34", "CONNECT-14" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local silent = wsp.bound_socket()
    local caller = wsp.socket { as = "caller" }
    caller:set_blocking(false)
    local attempt = caller:connect(silent.address)
    check("CONNECT-14", attempt):fails_with("WSAEWOULDBLOCK", "WSAECONNREFUSED")
    if attempt.error == "WSAEWOULDBLOCK" then
      check("NOTIFY-34", caller:await_exceptional(), "in exceptfds"):is_true()
    else
      undecided("NOTIFY-34", "the refusal is known at once")
    end
  end,
}
