scenario "Calls on other sockets from inside the condition function do no harm" {
  verifies = { "COND-20", "UPCALL-21" },
  needs = { "connection-oriented" },

  run = function(wsp)
    local listener = wsp.listen()
    local caller = wsp.request(listener)
    local option, created

    local accepted = listener:accept {
      decide = function()
        option = listener:option("SO_ACCEPTCONN")
        created = wsp.try_socket { thread = "inside" }
        if created.ok then
          created.socket:close()
        end
        return "accept"
      end,
    }
    check("UPCALL-21", option):succeeds()
    check("COND-20", created):succeeds_or_fails_with "WSAEINPROGRESS"
    check("COND-20", accepted):succeeds()
    check("COND-20", caller):is_connected_to(accepted.socket)
  end,
}
