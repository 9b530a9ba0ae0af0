scenario "Without a flow specification lpSQOS is NULL, and lpGQOS always" {
  verifies = { "COND-12", "COND-13" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.request(listener)
    for _, decision in ipairs { "defer", "accept" } do
      local condition = listener:accept { decide = decision }.condition
      check("COND-12", condition.sqos_form, "lpSQOS"):equals "null"
      check("COND-13", condition.gqos_form, "lpGQOS"):equals "null"
    end
  end,
}
