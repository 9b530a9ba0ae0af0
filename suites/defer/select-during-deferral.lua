scenario "What WSPSelect says of a deferring listener stays the same" {
  verifies = { "DEFER-22" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.request(listener)
    listener:accept { decide = "defer" }

    local readable = listener:readable()
    for _ = 1, 3 do
      wsp.fence()
      check("DEFER-22", listener:readable(), "readable"):equals(readable)
    end
    record("DEFER-22", readable and "readable during the deferral" or "not readable during the deferral")
    check("DEFER-22", listener:accept()):succeeds()
  end,
}
