scenario "Every procedure works on a socket made through the layer" {
  verifies = { "LAYER-05" },
  needs = { "layered", "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    local caller, callee = connection.caller, connection.callee
    check("LAYER-05", caller):is_connected_to(callee)
    for _, socket in ipairs { caller, callee } do
      local outcomes = {
        socket:name(), socket:peer_name(), socket:option("SO_TYPE"), socket:set_option("SO_KEEPALIVE", 1),
        socket:ioctl("FIONREAD", { room = 4 }), socket:set_blocking(false),
        socket:notify("event", { "FD_READ" }), socket:enumerate(), socket:stop_notification "event",
        socket:notify("message", { "FD_READ" }), socket:stop_notification "message", socket:set_blocking(false),
        socket:send("x"), socket:send_to("x", socket:peer_name().address), socket:receive(8), socket:receive_from(8),
        wsp.select { write = { socket } }, socket:duplicate(), socket:qos_by_name("nobody's"),
        socket:send_disconnect(), socket:receive_disconnect(), socket:shutdown("send"), socket:close(),
      }
      for _, outcome in ipairs(outcomes) do
        check("LAYER-05", outcome.error or "no error", outcome.call):differs_from "WSAENOTSOCK"
      end
    end
  end,
}
