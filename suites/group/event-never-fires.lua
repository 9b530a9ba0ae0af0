scenario "FD_GROUP_QOS can be registered and never fires" {
  verifies = { "GROUP-09" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local registered = wsp.bound_socket():notify("event", { "FD_ACCEPT", "FD_GROUP_QOS" })
    check("GROUP-09", registered):succeeds()
    if not registered.ok then
      return
    end
    local listener = wsp.listen { notify = { "FD_ACCEPT", "FD_GROUP_QOS" } }
    local caller = wsp.attempt(listener, { notify = { "FD_READ", "FD_WRITE", "FD_GROUP_QOS" } })
    listener:await "FD_ACCEPT"
    local accepted = listener:accept { decide = "accept" }
    check("GROUP-09", caller):is_connected_to(accepted.socket)
    accepted.socket:close()
    caller:await "FD_CLOSE"
    wsp.fence()
    check("GROUP-09", caller):was_indicated("FD_GROUP_QOS", 0)
    check("GROUP-09", listener):was_indicated("FD_GROUP_QOS", 0)
  end,
}
