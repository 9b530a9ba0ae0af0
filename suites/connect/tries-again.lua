scenario "After a refused attempt the same socket may try again" {
  verifies = { "CONNECT-15" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.bound_socket { as = "listener" }
    local caller = wsp.socket { as = "caller" }
    local other = wsp.attempt(listener, { as = "non-blocking caller" })
    check("CONNECT-15", caller:connect(listener.address)):fails_with "WSAECONNREFUSED"
    if other.attempt.error ~= "WSAECONNREFUSED" then
      check("CONNECT-15", other:connect_result(), "the non-blocking attempt"):equals "WSAECONNREFUSED"
    end
    listener:listen(2)

    local attempt = caller:begin_connect(listener.address)
    wsp.wait_until(function()
      return attempt.finished or listener:readable()
    end)
    if attempt.finished and not attempt:outcome().ok then
      check("CONNECT-15", attempt):succeeds()
    else
      local accepted = listener:accept()
      check("CONNECT-15", attempt):succeeds()
      check("CONNECT-15", caller):is_connected_to(accepted.socket)
    end

    wsp.attempt(listener, { from = other })
    check("CONNECT-15", other.attempt):succeeds_or_fails_with "WSAEWOULDBLOCK"
    if other.attempt.ok or other.attempt.error == "WSAEWOULDBLOCK" then
      listener:set_blocking(false)
      check("CONNECT-15", listener:await_readable(), "its second request arrives"):is_true()
      check("CONNECT-15", other):is_connected_to(listener:accept().socket)
    end
  end,
}
