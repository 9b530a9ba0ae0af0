scenario "The whole decision counts, not its low bits" {
  verifies = { "COND-22", "ACCEPT-21" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, decision in ipairs { 0x10000, 0x100, 0x10002 } do
      local listener = wsp.listen()
      local caller = wsp.request(listener)
      local outcome = listener:accept { decide = decision }
      check("COND-22", outcome.ok, ("decision 0x%x was taken for acceptance"):format(decision)):is_false()
      check("COND-22", outcome.error, "the code"):differs_from "WSATRY_AGAIN"
      check("ACCEPT-21", outcome):fails_with "WSAEINVAL"
      caller:close()
      listener:close()
    end
  end,
}
