scenario "NULL for addr or addrlen suppresses the address" {
  verifies = { "ACCEPT-20" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local function accept(what, given)
      local caller = wsp.request(listener, { fence = false })
      local accepted = listener:accept(given)
      check("ACCEPT-20", accepted, what):succeeds()
      check("ACCEPT-20", caller):is_connected_to(accepted.socket)
      return accepted
    end
    accept("both NULL", { address = "null", length_pointer = "null" })
    accept("addr NULL", { address = "null" })
    local accepted = accept("addrlen NULL", { length_pointer = "null" })
    check("ACCEPT-20", accepted.address_written, "addr was written although addrlen is NULL"):is_false()
  end,
}
