scenario "Arrivals, polls and notifications do not run the condition function" {
  verifies = { "COND-02" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { notify = { "FD_ACCEPT" } }
    wsp.request(listener)
    listener:await "FD_ACCEPT"
    listener:readable()
    listener:accept { decide = "defer" }
    wsp.request(listener)
    listener:readable()
    listener:enumerate()
    wsp.fence()
    check("COND-02", #wsp.stray_conditions(), "condition calls outside WSPAccept"):equals(0)
  end,
}
