scenario "The parameters stay as they are while the condition function runs" {
  verifies = { "COND-19", "UPCALL-21" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local function data(seed)
      return wsp.entry.flags.XP1_CONNECT_DATA and wsp.pattern(wsp.traits.connect_data_limit, seed) or nil
    end
    local listener = wsp.listen()
    local other = wsp.listen { as = "other listener" }
    local caller = wsp.request(listener, { data = data(3) })
    local unchanged

    local accepted = listener:accept {
      decide = function(request)
        wsp.fence()
        wsp.request(listener)
        wsp.request(other, { data = data(4) })
        other:accept { decide = "accept" }
        unchanged = request:unchanged()
        return "accept"
      end,
    }
    check("COND-19", unchanged, "all parameters read the same after other connections came and went"):is_true()
    check("UPCALL-21", accepted):succeeds()
    check("UPCALL-21", caller):is_connected_to(accepted.socket)
  end,
}
