local forms = {
  { what = "both NULL", address = "null", length_pointer = "null" },
  { what = "addr NULL", address = "null" },
  { what = "addr NULL, addrlen 0", address = "null", room = 0 },
  { what = "addrlen NULL", length_pointer = "null" },
}

scenario "NULL for addr or addrlen suppresses the address" {
  verifies = { "ACCEPT-20" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local function accept(form, decision)
      local outcome = listener:accept {
        decide = decision, address = form.address, length_pointer = form.length_pointer, room = form.room,
      }
      if not form.address then
        check("ACCEPT-20", outcome.address_written, "addr was written although addrlen is NULL"):is_false()
      end
      return outcome
    end
    for _, form in ipairs(forms) do
      for _, decision in ipairs { "accept", false } do
        local caller = wsp.request(listener, { fence = false })
        local accepted = accept(form, decision or nil)
        check("ACCEPT-20", accepted, form.what):succeeds()
        check("ACCEPT-20", caller):is_connected_to(accepted.socket)
      end
      wsp.request(listener, { fence = false })
      check("ACCEPT-20", accept(form, "defer"), form.what):fails_with "WSATRY_AGAIN"
      check("ACCEPT-20", accept(form, "reject"), form.what):fails_with "WSAECONNREFUSED"
    end
  end,
}
