scenario "A name shorter than the family's addresses is refused" {
  verifies = { "CONNECT-12" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local name = wsp.name_to_dial(wsp.listen())
    for _, length in ipairs { 0, 1, wsp.entry.min_address - 1 } do
      local caller = wsp.socket { as = "caller" }
      local outcome = caller:connect(name, { length = length })
      check("CONNECT-12", outcome, ("namelen %d"):format(length)):fails_with "WSAEFAULT"
      caller:close()
    end
  end,
}
