-- REJECT: CF_REJECT. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "REJECT-01" {
  title = "CF_REJECT gives WSAECONNREFUSED",
  statement = "When the condition function returns CF_REJECT WSPAccept returns INVALID_SOCKET with WSAECONNREFUSED.",
  level = "must",
  source = "WSPAccept, Return value",
  applies = "connection-oriented",
  observe = "One queued client, rejecting function.",
  traps = "",
}

requirement "REJECT-02" {
  title = "The caller is told it was refused",
  statement = "A blocking WSPConnect whose request is rejected fails with WSAECONNREFUSED.",
  level = "must",
  source = "WSPConnect, Return value; Accepting Connection Requests (SAN)",
  applies = "connection-oriented",
  observe = "Client thread in WSPConnect, reject, join: SOCKET_ERROR and the code.",
  traps = "Decides for decision-reporting providers; on handshake-first ones the reset or end of stream must still arrive: a caller that stays connected fails this requirement there too. Handshake-first stacks: the connect has succeeded and the client sees a reset or end of stream (Wine 8.0: orderly end). Report as the documented variant when SO_CONDITIONAL_ACCEPT is unavailable or off.",
}

requirement "REJECT-03" {
  title = "A non-blocking caller gets FD_CONNECT with the code",
  statement = "A non-blocking client is told by FD_CONNECT carrying WSAECONNREFUSED.",
  level = "must",
  source = "WSPConnect, Remarks; WSPEnumNetworkEvents, FD_CONNECT codes",
  applies = "connection-oriented",
  observe = "iErrorCode[FD_CONNECT_BIT] after the event; message form: high word of lParam.",
  traps = "Same variant as REJECT-02.",
}

requirement "REJECT-04" {
  title = "A selecting caller finds itself in exceptfds",
  statement = "After a rejection WSPSelect reports the connecting socket in exceptfds and not in writefds.",
  level = "must",
  source = "WSPSelect, Remarks; WSPConnect, Remarks",
  applies = "connection-oriented",
  observe = "WSPSelect with both sets and a deadline; then SO_ERROR is WSAECONNREFUSED and reads 0 the second time.",
  traps = "Decision-reporting providers only; on handshake-first ones the attempt has succeeded before the rejection: not applicable, REJECT-02 covers the caller's side.",
}

requirement "REJECT-05" {
  title = "The rejected request leaves the queue",
  statement = "After CF_REJECT the request is not presented again.",
  level = "must",
  source = "WSPAccept, Remarks; Enhanced Functionality at Connect Time",
  applies = "connection-oriented",
  observe = "One client: next non-blocking accept gives WSAEWOULDBLOCK. Two clients: the second is presented.",
  traps = "",
}

requirement "REJECT-06" {
  title = "A rejection re-enables FD_ACCEPT",
  statement = "A WSPAccept that ends in a rejection counts as the re-enabling call: if more requests wait, FD_ACCEPT is indicated again.",
  level = "must",
  source = "WSAEventSelect and WSAAsyncSelect, Remarks",
  applies = "connection-oriented",
  observe = "Queue A and B, one FD_ACCEPT so far; reject A; FD_ACCEPT must come for B without another call.",
  traps = "",
}

requirement "REJECT-07" {
  title = "No indication remains when the rejected request was the last",
  statement = "After rejecting the only request no further FD_ACCEPT is issued.",
  level = "must",
  source = "WSAEventSelect, Remarks (level-triggered)",
  applies = "connection-oriented",
  observe = "Reject, fence on the control listener, check silence; a new client then produces one indication.",
  traps = "",
}

requirement "REJECT-08" {
  title = "Rejection creates no descriptor",
  statement = "A rejected WSPAccept leaves no net change in descriptors.",
  level = "must",
  source = "WSPAccept, Remarks (derived)",
  applies = "connection-oriented",
  observe = "Balance the upcall log.",
  traps = "",
}

requirement "REJECT-09" {
  title = "The refused caller may try again on the same socket",
  statement = "After WSAECONNREFUSED the client can call WSPConnect again on the same socket and succeed.",
  level = "should",
  source = "WSPConnect, Return value",
  applies = "connection-oriented",
  observe = "Reject the first attempt, accept the second on the same client socket.",
  traps = "Decision-reporting providers only: on handshake-first ones the socket was connected and then reset, and is to be discarded. A note on the same page advises discarding broken sockets; it is about connections that were established.",
}

requirement "REJECT-10" {
  title = "All queued requests can be rejected in turn",
  statement = "A sequence of rejections empties the queue in order and leaves the listener usable.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Reject four clients, checking the caller order, then accept a fifth.",
  traps = "",
}

requirement "REJECT-11" {
  title = "Reply data on rejection",
  statement = "Whether bytes placed in lpCalleeData are carried back with a refusal is not defined.",
  level = "may",
  source = "WSPAccept, Remarks",
  applies = "XP1_CONNECT_DATA",
  observe = "Write a pattern and reject; the client's lpCalleeData->len is either 0 or exactly the written length with the pattern.",
  traps = "OSI-style transports can carry it, and the client has no documented way to rely on it.",
}

requirement "REJECT-12" {
  title = "Rejection does not affect neighbouring connections",
  statement = "Connections accepted earlier from the same listener are undisturbed by a later rejection.",
  level = "must",
  source = "WSPAccept, Remarks (derived)",
  applies = "connection-oriented",
  observe = "Token exchange on an earlier connection after rejecting another client.",
  traps = "",
}
