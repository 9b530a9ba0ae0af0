scenario "A layer registers its handles under its own identity" {
  verifies = { "LAYER-08" },
  needs = { "layered", "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    for _, socket in ipairs { connection.listener, connection.caller, connection.callee } do
      local last
      for _, upcall in ipairs(wsp.upcalls:since(0)) do
        local registers = upcall.name == "WPUCreateSocketHandle" or upcall.name == "WPUModifyIFSHandle"
        if registers and upcall.result == socket.handle then
          last = upcall
        end
      end
      local what = "who registered the " .. socket.actor .. " last"
      check("LAYER-08", last and last.arguments[1] or "nobody", what):is_one_of(
        wsp.entry.catalog_id, wsp.entry.links[1].catalog_id)
    end
  end,
}
