scenario "Connecting binds an unbound socket" {
  verifies = { "CONNECT-03" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local names = {}
    local function look_at_name(caller, accepted)
      local name = caller:name()
      check("CONNECT-03", name):succeeds()
      names[#names + 1] = name.address
      check("CONNECT-03", accepted.address, "addr at the listener"):equals(name.address)
      check("CONNECT-03", caller:bind(wsp.local_address())):fails_with "WSAEINVAL"
    end
    for _ = 1, 2 do
      local caller = wsp.socket { as = "caller" }
      check("CONNECT-03", caller:name()):fails_with "WSAEINVAL"
      local attempt = caller:begin_connect(wsp.name_to_dial(listener))
      local accepted = wsp.accept_from(listener, attempt)
      check("CONNECT-03", attempt):succeeds()
      look_at_name(caller, accepted)
    end
    check("CONNECT-03", names[2], "the second caller's name"):differs_from(names[1])

    local caller = wsp.socket { as = "non-blocking caller" }
    wsp.request(listener, { from = caller, fence = false })
    local accepted = listener:accept()
    check("CONNECT-03", caller):becomes_connected()
    look_at_name(caller, accepted)
  end,
}
