scenario "All entries of one DLL work after one start" {
  verifies = { "STARTUP-18" },

  run = function(wsp)
    for _, entry in ipairs(wsp.entries) do
      local created = wsp.try_socket {
        af = entry.af, type = entry.type, protocol = entry.protocol, info = entry.catalog_id,
      }
      check("STARTUP-18", created, entry.name):succeeds()
      if created.ok then
        check("STARTUP-18", created.socket:option("SO_TYPE").number, "SO_TYPE of " .. entry.name):equals(entry.type)
        created.socket:close()
      end
    end
  end,
}
