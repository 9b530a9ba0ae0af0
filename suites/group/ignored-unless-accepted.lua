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

    wsp.request(listener)
    check("GROUP-12", answer "defer"):fails_with "WSATRY_AGAIN"
    local accepted = listener:accept { decide = "accept" }
    check("GROUP-12", accepted, "g left alone after a deferral that wrote one"):succeeds()
    local group = accepted.socket:option("SO_GROUP_ID")
    if group.ok then
      check("GROUP-12", group.number, "SO_GROUP_ID"):equals(0)
    end
  end,
}
