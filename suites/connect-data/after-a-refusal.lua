scenario "An attempt after a refused one carries its own data" {
  verifies = { "CONNDATA-01" },
  needs = { "connection-oriented", "connect-data" },

  run = function(wsp)
    local silent = wsp.bound_socket()
    local listener = wsp.listen()
    local caller = wsp.attempt(silent, { data = "1" })
    if caller.attempt.error ~= "WSAECONNREFUSED" then
      check("CONNDATA-01", caller:connect_result(), "the first attempt"):equals "WSAECONNREFUSED"
    end
    wsp.request(listener, { from = caller, data = "2", fence = false })
    local condition = listener:accept { decide = "accept" }.condition
    check("CONNDATA-01", condition.caller_data, "lpCallerData"):equals "2"
  end,
}
