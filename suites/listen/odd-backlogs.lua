scenario "Illegal backlog values are adjusted silently" {
  verifies = { "LISTEN-08", "BACKLOG-10" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, backlog in ipairs { -1, -0x80000000, 0x7FFFFFFE, 100000 } do
      local listener = wsp.bound_socket { as = "listener" }
      local requirement = backlog == 100000 and "BACKLOG-10" or "LISTEN-08"
      check(requirement, listener:listen(backlog)):succeeds()
      local caller = wsp.request(listener)
      local arrived = listener:await_readable()
      check(requirement, arrived, ("a request shows with backlog %d"):format(backlog)):is_true()
      if arrived then
        local accepted = listener:accept { decide = "accept" }
        check(requirement, accepted):succeeds()
        check(requirement, caller):is_connected_to(accepted.socket)
      end
      listener:close()
    end
  end,
}
