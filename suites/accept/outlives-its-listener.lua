scenario "A connection outlives the listener that it was accepted from" {
  verifies = { "ACCEPT-29" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, decide in ipairs { "accept", false } do
      local connection = wsp.connection { decide = decide or nil }
      -- Somebody is queued, so that there is something that the close does end.
      wsp.request(connection.listener)
      connection.listener:close()
      wsp.settle()
      check("ACCEPT-29", connection.caller):is_connected_to(connection.callee)
    end
  end,
}
