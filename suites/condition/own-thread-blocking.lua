scenario "The condition function of a WSPAccept that had to wait runs in its thread" {
  verifies = { "COND-01", "COND-02" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local pending = listener:begin_accept { decide = "accept" }
    wsp.fence()
    wsp.request(listener, { fence = false })
    check("COND-01", pending):succeeds()
    check("COND-01", pending:outcome().condition.own_thread, "ran in the caller's thread"):is_true()
    check("COND-02", pending:outcome().condition.inside, "ran between entry and return"):is_true()
  end,
}
