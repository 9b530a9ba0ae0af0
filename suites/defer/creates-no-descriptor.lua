scenario "A deferral leaves no descriptor behind" {
  verifies = { "DEFER-17", "UPCALL-05" },
  needs = { "connection-oriented", "non-ifs" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.request(listener)
    local mark = wsp.upcalls:mark()

    for _ = 1, 8 do
      listener:accept { decide = "defer" }
    end
    local made = #wsp.upcalls:since(mark, "WPUCreateSocketHandle")
    local closed = #wsp.upcalls:since(mark, "WPUCloseSocketHandle")
    check("DEFER-17", made - closed, "descriptors made and not closed"):equals(0)
    check("UPCALL-05", made - closed, "descriptors left by deferrals"):equals(0)
  end,
}
