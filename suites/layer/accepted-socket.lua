scenario "An accepted socket is the layer's" {
  verifies = { "LAYER-10" },
  needs = { "layered", "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    local accepted = listener:accept()
    check("LAYER-10", accepted):succeeds()
    check("LAYER-10", accepted.socket.handle, "the descriptor"):differs_from(listener.handle)
    check("LAYER-10", accepted.socket):is_connected_to(caller)
    local info = accepted.socket:option("SO_PROTOCOL_INFOW", { room = 628 })
    check("LAYER-10", info, "SO_PROTOCOL_INFOW"):succeeds()
    check("LAYER-10", info.ok and info.value:sub(37, 40) == wsp.entry.info:sub(37, 40)):shows(
      "the chain's identifier in SO_PROTOCOL_INFOW", "another identifier")
  end,
}
