scenario "The condition function runs in the thread that called WSPAccept, and only inside it" {
  verifies = { "COND-01", "COND-02" },
  needs = { "connection-oriented" },

  run = function(wsp)
    for _, blocking in ipairs { true, false } do
      local listener = wsp.listen { blocking = blocking }
      for i = 1, 3 do
        wsp.request(listener)
        listener:await_readable()
        local accepted = listener:accept { decide = "accept", thread = i }
        check("COND-01", accepted.condition.own_thread, "ran in the caller's thread"):is_true()
        check("COND-02", accepted.condition.inside, "ran between entry and return"):is_true()
      end
    end
    check("COND-02", #wsp.stray_conditions(), "condition calls outside WSPAccept"):equals(0)
  end,
}
