scenario "Every failing WSPAccept stores a code" {
  verifies = { "ACCEPT-02", "SOCKET-10" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen { blocking = false }
    for _, outcome in ipairs {
      listener:accept(), wsp.unknown_socket():accept(), wsp.socket():accept(), wsp.bound_socket():accept(),
    } do
      check("ACCEPT-02", outcome):fails()
      check("SOCKET-10", outcome.errno ~= nil, "lpErrno was written"):is_true()
      check("ACCEPT-02", outcome.returned, "the value returned"):equals(constants.INVALID_SOCKET)
    end
  end,
}
