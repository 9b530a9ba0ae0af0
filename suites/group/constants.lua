scenario "Group constants passed to WSPSocket do no harm" {
  verifies = { "GROUP-03" },

  run = function(wsp)
    for _, name in ipairs { "SG_UNCONSTRAINED_GROUP", "SG_CONSTRAINED_GROUP" } do
      local created = wsp.try_socket { group = constants[name] }
      check("GROUP-03", created, name):succeeds_or_fails_with "WSAEINVAL"
      if created.ok then
        check("GROUP-03", created.socket:option("SO_GROUP_ID")):succeeds_or_fails_with "WSAENOPROTOOPT"
      end
    end
  end,
}
