scenario "An all-zero address is no destination" {
  verifies = { "CONNECT-09" },
  needs = { "connection-oriented", "known-family" },

  run = function(wsp)
    local listener = wsp.listen()
    local silent = wsp.bound_socket()
    for _, target in ipairs { listener, silent } do
      local name = wsp.name_to_dial(target):with_zero_host()
      local caller = wsp.socket { as = "caller" }
      caller:set_blocking(false)
      check("CONNECT-09", caller:connect(name), "without blocking"):fails_with "WSAEADDRNOTAVAIL"
      caller:close()

      local attempt = wsp.socket({ as = "blocking caller" }):begin_connect(name)
      wsp.wait_until(function()
        return attempt.finished or listener:readable()
      end)
      if not attempt.finished then
        listener:accept()
      end
      check("CONNECT-09", attempt):fails_with "WSAEADDRNOTAVAIL"
    end
  end,
}
