scenario "A blocking caller beyond a full queue is told WSAECONNREFUSED" {
  verifies = { "BACKLOG-04" },
  needs = { "connection-oriented", "refusing-queue" },

  run = function(wsp)
    local listener = wsp.listen { backlog = 5 }
    for _ = 1, wsp.traits.queue_capacity do
      wsp.request(listener)
    end
    wsp.settle()
    local attempt = wsp.bound_socket { as = "blocking caller" }:begin_connect(wsp.name_to_dial(listener))
    local returned = wsp.wait_until(function()
      return attempt.finished
    end)
    check("BACKLOG-04", returned, "WSPConnect returned"):is_true()
    if not returned then
      listener:close()
      return
    end
    check("BACKLOG-04", attempt):fails_with "WSAECONNREFUSED"
  end,
}
