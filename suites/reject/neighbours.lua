scenario "A rejection leaves earlier connections alone" {
  verifies = { "REJECT-12" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local connection = wsp.connection()
    local second = wsp.request(connection.listener)
    connection.listener:accept { decide = "reject" }
    check("REJECT-12", second:end_seen(), "the rejected caller's end"):differs_from "no outcome"
    check("REJECT-12", connection.caller):is_connected_to(connection.callee)
  end,
}
