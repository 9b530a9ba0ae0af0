scenario "A group written with a rejection or a deferral is ignored" {
  verifies = { "GROUP-12" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.request(listener)
    local function answer(decision)
      return listener:accept {
        decide = function(request)
          request:set_group(0x7FFF0001)
          return decision
        end,
      }
    end
    check("GROUP-12", answer "defer"):fails_with "WSATRY_AGAIN"
    check("GROUP-12", answer "reject"):fails_with "WSAECONNREFUSED"
  end,
}
