scenario "The provider keeps a copy of the upcall table" {
  verifies = { "STARTUP-14" },
  isolated = true,

  run = function(wsp)
    wsp.startup { spoil_table = true }
    local created = wsp.try_socket()
    if created.ok then
      created.socket:bind(wsp.local_address())
      created.socket:close()
    end
    check("STARTUP-14", wsp.upcalls:trap_hits(), "calls through the overwritten structure"):equals(0)
    wsp.cleanup()
  end,
}
