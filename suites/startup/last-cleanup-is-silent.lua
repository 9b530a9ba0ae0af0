--- An attempt that waits for a decision; nil where the handshake comes first and it is over without one.
local function pending_attempt(wsp, mechanism)
  local listener = wsp.listen()
  local caller = wsp.request(listener, { mechanism = mechanism, fence = false })
  listener:await_readable()
  wsp.settle()
  return caller:connect_state() == "waiting" and caller or nil
end

scenario "The last cleanup ends the calls that wait, and tells nobody" {
  verifies = { "CLEANUP-04" },
  isolated = true,
  needs = { "connection-oriented" },

  run = function(wsp)
    wsp.startup()
    local waiting = wsp.listen():begin_accept()
    check("CLEANUP-04", waiting:stays_pending(), "WSPAccept waits before the cleanup"):is_true()
    local by_event = pending_attempt(wsp, "event")
    local by_message = pending_attempt(wsp, "message")
    local mark = wsp.upcalls:mark()
    check("CLEANUP-04", wsp.cleanup()):succeeds()
    check("CLEANUP-04", waiting):fails()
    if by_event and by_message then
      check("CLEANUP-04", by_event:event_is_set(), "the event object of an attempt is set"):is_false()
      check("CLEANUP-04", #wsp.upcalls:since(mark, "WPUPostMessage"), "messages about attempts"):equals(0)
    end
  end,
}
