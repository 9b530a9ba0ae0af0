scenario "A layer passes on every indication once, under the client's descriptor (window message)" {
  verifies = { "LAYER-15" },
  needs = { "layered", "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { notify = { "FD_ACCEPT" }, mechanism = "message" }
    local caller = wsp.attempt(listener, { mechanism = "message" })
    check("LAYER-15", listener):gets_indicated("FD_ACCEPT", { error = "none" })
    local accepted = listener:accept()
    -- A base whose connect succeeds at once need not indicate it.
    local connects = caller.attempt.ok and math.min(caller:indicated "FD_CONNECT", 1) or 1
    if connects == 1 then
      check("LAYER-15", caller):gets_indicated("FD_CONNECT", { error = "none" })
    end
    accepted.socket:close()
    check("LAYER-15", caller):gets_indicated "FD_CLOSE"
    wsp.fence()
    check("LAYER-15", listener):was_indicated("FD_ACCEPT", 1)
    check("LAYER-15", caller):was_indicated("FD_CONNECT", connects)
    check("LAYER-15", caller):was_indicated("FD_CLOSE", 1)
  end,
}
