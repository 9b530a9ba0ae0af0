scenario "An invalid group from the condition function gives WSAEINVAL" {
  verifies = { "GROUP-05" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    listener:set_blocking(false)
    wsp.request(listener)
    listener:await_readable()
    local outcome = listener:accept {
      decide = function(request)
        request:set_group(0x7FFF0001)
        return "accept"
      end,
    }
    check("GROUP-05", outcome):fails_with "WSAEINVAL"
    local again = listener:accept { decide = "reject" }
    wsp.note(again.error == "WSAECONNREFUSED" and "the request survived" or "the request is gone")

    local caller = wsp.request(listener)
    local accepted
    wsp.wait_until(function()
      accepted = listener:accept { decide = "accept" }
      return accepted.ok
    end)
    check("GROUP-05", caller):is_connected_to(accepted.socket)
  end,
}
