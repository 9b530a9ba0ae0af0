scenario "A listener goes on listening after descriptors ran out" {
  verifies = { "LISTEN-10", "ACCEPT-24", "UPCALL-22", "NOTIFY-06" },
  needs = { "connection-oriented" },

  run = function(wsp)
    -- The code of the upcall may be passed through: that of WPUModifyIFSHandle is WSAEINVAL.
    local passed_through = wsp.entry.flags.XP1_IFS_HANDLES and "WSAEINVAL" or "WSAENOBUFS"
    for _, decision in ipairs { "accept", false } do
      local listener = wsp.listen { notify = { "FD_ACCEPT" } }
      local first = wsp.request(listener)
      listener:await "FD_ACCEPT"

      wsp.upcalls:refuse_next_handle()
      local refused = listener:accept { decide = decision or nil }
      local unused = wsp.upcalls:disarm()
      if refused.ok and unused then
        for _, requirement in ipairs { "LISTEN-10", "ACCEPT-24", "UPCALL-22", "NOTIFY-06" } do
          undecided(requirement, "the descriptor of the accepted socket was there before WSPAccept")
        end
        return
      end
      check("ACCEPT-24", refused):fails_with("WSAEMFILE", "WSAENOBUFS", passed_through)
      check("UPCALL-22", unused, "the refusal was left unused"):is_false()
      if listener:readable() then
        check("NOTIFY-06", listener):gets_indicated("FD_ACCEPT", { count = 2 })
      else
        undecided("NOTIFY-06", "the request is lost with the descriptor")
      end

      local again = listener:accept { decide = "accept" }
      if again.ok then
        check("LISTEN-10", first):is_connected_to(again.socket)
      elseif wsp.entry.chain_length > 1 then
        wsp.note("a layer makes its handle after the lower accept, so that the request is lost with it")
      else
        check("LISTEN-10", again):succeeds()
      end

      local second = wsp.request(listener)
      listener:await_readable()
      local accepted = listener:accept { decide = "accept" }
      check("LISTEN-10", accepted):succeeds()
      check("UPCALL-22", second):is_connected_to(accepted.socket)
    end
  end,
}
