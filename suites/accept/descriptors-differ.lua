scenario "Descriptors of connections accepted one after another all differ" {
  verifies = { "ACCEPT-01" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local seen = { [listener.handle] = true }
    for i = 1, 4 do
      wsp.request(listener, { fence = false })
      local accepted = listener:accept()
      check("ACCEPT-01", seen[accepted.socket.handle] == nil):shows(
        "a descriptor that no open socket has", ("descriptor %x on accept %d"):format(accepted.socket.handle, i))
      seen[accepted.socket.handle] = true
    end
  end,
}
