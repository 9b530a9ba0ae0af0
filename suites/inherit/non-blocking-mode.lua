scenario "A socket accepted from a non-blocking listener is non-blocking" {
  verifies = { "INHERIT-04" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local function judge(listener, decide)
      local caller = wsp.request(listener)
      listener:await_readable()
      local accepted = listener:accept { decide = decide }
      check("INHERIT-04", accepted):succeeds()
      caller:connect_result()
      local pending = accepted.socket:begin_receive(1)
      local returned = wsp.wait_until(function()
        return pending.finished
      end)
      check("INHERIT-04", returned, "WSPRecv returned although nothing was sent"):is_true()
      if not returned then
        caller:send("x")
      end
      check("INHERIT-04", pending):fails_with "WSAEWOULDBLOCK"
    end
    judge(wsp.listen { blocking = false }, "accept")
    judge(wsp.listen { blocking = false })
    judge(wsp.listen { notify = { "FD_ACCEPT" } }, "accept")
    judge(wsp.listen { notify = { "FD_ACCEPT" }, mechanism = "message" }, "accept")
  end,
}
