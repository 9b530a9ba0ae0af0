scenario "A freshly accepted socket has no error" {
  verifies = { "ACCEPT-33" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    for _, decisions in ipairs { {}, { "accept" }, { "defer", "accept" }, { "reject", "accept" } } do
      for i = 1, math.max(1, #decisions) do
        if i == 1 or decisions[i - 1] == "reject" then
          wsp.request(listener, { fence = false })
        end
        local outcome = listener:accept { decide = decisions[i] }
        if outcome.ok then
          local words = ("SO_ERROR after the decisions {%s}"):format(table.concat(decisions, ", "))
          check("ACCEPT-33", outcome.socket:option("SO_ERROR").number, words):equals(0)
        end
      end
    end
  end,
}
