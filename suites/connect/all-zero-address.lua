scenario "An all-zero address is no destination" {
  verifies = { "CONNECT-09" },
  needs = { "connection-oriented", "known-family" },

  run = function(wsp)
    local listener = wsp.listen()
    local silent = wsp.bound_socket()

    -- What is refused before anything is done leaves the socket as it was.
    local function tries_again(caller)
      wsp.attempt(listener, { from = caller })
      local arrived = wsp.await_request(listener, caller)
      check("CONNECT-09", arrived, "the same socket's next request arrives"):graded("should"):is_true()
      if arrived then
        local accepted = listener:accept()
        check("CONNECT-09", caller):graded("should"):is_connected_to(accepted.socket)
      end
    end

    for _, target in ipairs { listener, silent } do
      local name = wsp.name_to_dial(target):with_zero_host()
      local caller = wsp.attempt(name, { from = wsp.socket { as = "caller" } })
      if wsp.await_request(listener, caller) then
        listener:accept()
      end
      if check("CONNECT-09", caller:connect_result(), "without blocking"):equals "WSAEADDRNOTAVAIL" then
        tries_again(caller)
      end
      caller:close()

      local attempt = wsp.socket({ as = "blocking caller" }):begin_connect(name)
      if wsp.await_request(listener, attempt) then
        listener:accept()
      end
      check("CONNECT-09", attempt):fails_with "WSAEADDRNOTAVAIL"
    end
  end,
}
