scenario "Options changed while a request waits are recorded as they turn up" {
  verifies = { "INHERIT-15" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    wsp.request(listener)
    listener:set_option("SO_KEEPALIVE", true)
    local accepted = listener:accept()
    local value = accepted.socket:option("SO_KEEPALIVE").number
    record("INHERIT-15", value == 0 and "taken when the request arrived" or "taken when it was accepted")
  end,
}
