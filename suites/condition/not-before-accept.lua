scenario "Arrivals, polls, notifications and closing do not run the condition function" {
  verifies = { "COND-02" },
  needs = { "connection-oriented", "queue-of-two" },

  run = function(wsp)
    local listener = wsp.listen { notify = { "FD_ACCEPT" } }
    local first = wsp.request(listener)
    listener:await "FD_ACCEPT"
    listener:readable()
    listener:accept { decide = "defer" }
    local second = wsp.request(listener)
    listener:readable()
    listener:enumerate()
    listener:listen(5)
    first:abort()
    wsp.fence()
    listener:close()
    -- The end of the second caller, where it comes, is behind all that closing may have set off.
    second:end_seen()
    check("COND-02", #wsp.stray_conditions(), "condition calls outside WSPAccept"):equals(0)
  end,
}
