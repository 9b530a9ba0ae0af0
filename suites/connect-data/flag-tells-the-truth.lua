scenario "XP1_CONNECT_DATA is set exactly when user data can be exchanged" {
  verifies = { "CONNDATA-24" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.attempt(listener, { data = "1" })
    local seen = false
    if wsp.await_request(listener, caller) then
      seen = listener:accept { decide = "accept" }.condition.caller_data == "1"
    end
    local flag = wsp.entry.flags.XP1_CONNECT_DATA and true or false
    check("CONNDATA-24", seen, "one byte of caller data arrives"):equals(flag)
  end,
}
