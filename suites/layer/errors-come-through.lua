scenario "A failure below is reported with its own code" {
  verifies = { "LAYER-14" },
  needs = { "layered", "connection-oriented" },
  isolated = true,

  run = function(wsp)
    wsp.below:watch()
    wsp.startup()
    local decided = false
    local function fail(name, act)
      wsp.below:fail_next(name, "WSAEHOSTDOWN")
      local outcome = act()
      if not wsp.below:disarm() then
        check("LAYER-14", outcome):fails_with "WSAEHOSTDOWN"
        decided = true
      end
    end

    local listener = wsp.bound_socket { as = "listener" }
    fail("WSPListen", function()
      return listener:listen(5)
    end)
    listener:set_blocking(false)
    listener:listen(5)
    fail("WSPAccept", function()
      return listener:accept()
    end)
    local caller = wsp.bound_socket { as = "caller" }
    caller:set_blocking(false)
    fail("WSPConnect", function()
      return caller:connect(wsp.name_to_dial(listener))
    end)
    if not decided then
      undecided("LAYER-14", "no call of the layer could be made to fail below")
    end
    wsp.cleanup()
  end,
}
