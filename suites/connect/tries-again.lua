scenario "After a refused attempt the same socket may try again" {
  verifies = { "CONNECT-15" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.bound_socket { as = "listener" }
    local caller = wsp.socket { as = "caller" }
    check("CONNECT-15", caller:connect(listener.address)):fails_with "WSAECONNREFUSED"
    listener:listen(2)
    local attempt = caller:begin_connect(listener.address)
    wsp.wait_until(function()
      return attempt.finished or listener:readable()
    end)
    if attempt.finished and not attempt:outcome().ok then
      check("CONNECT-15", attempt):succeeds()
      return
    end
    local accepted = listener:accept()
    check("CONNECT-15", attempt):succeeds()
    check("CONNECT-15", caller):is_connected_to(accepted.socket)
  end,
}
