scenario "Caller data of length zero is the same as none" {
  verifies = { "CONNDATA-03" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, form in ipairs { "empty", "empty-null" } do
      local listener = wsp.listen()
      local caller = wsp.attempt(listener, { data = { form = form } })
      if caller.attempt.error == "WSAEPROTONOSUPPORT" and not wsp.entry.flags.XP1_CONNECT_DATA then
        record("CONNDATA-03", "a structure of length zero is refused with WSAEPROTONOSUPPORT")
      elseif wsp.await_request(listener, caller) then
        local accepted = listener:accept { decide = "accept" }
        check("CONNDATA-03", accepted.condition.caller_data_form, "lpCallerData"):is_one_of("null", "empty")
        check("CONNDATA-03", caller):becomes_connected()
      else
        check("CONNDATA-03", caller):becomes_connected()
      end
    end
  end,
}
