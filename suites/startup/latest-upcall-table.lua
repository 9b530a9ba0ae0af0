scenario "The upcall table of the latest WSPStartup is the one used" {
  verifies = { "STARTUP-13", "STARTUP-15" },
  isolated = true,

  run = function(wsp)
    wsp.startup { recorder = "A" }
    local early = wsp.socket { as = "early socket" }
    wsp.startup { recorder = "B" }
    local mark = wsp.upcalls:mark()
    local created = wsp.try_socket()
    check("STARTUP-13", created):succeeds()
    local records = wsp.upcalls:handles_made(mark)
    check("STARTUP-15", #records, "descriptors made through the table"):is_at_least(1)
    early:close()
    created.socket:close()
    for _, upcall in ipairs(wsp.upcalls:since(mark)) do
      check("STARTUP-13", upcall.recorder, "the table that " .. upcall.name .. " went through"):equals "B"
    end
    wsp.cleanup()
    wsp.cleanup()
  end,
}
