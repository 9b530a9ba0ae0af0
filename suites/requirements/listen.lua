-- LISTEN: WSPListen as a call. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "LISTEN-01" {
  title = "WSPListen puts a bound socket into passive mode",
  statement = "WSPListen on a bound, unconnected socket returns 0 and the socket starts to queue incoming requests.",
  level = "must",
  source = "WSPListen, Remarks",
  applies = "connection-oriented",
  observe = "Bind, listen, connect a client; the request becomes visible through FD_ACCEPT or WSPSelect without any WSPAccept call.",
  traps = "",
}

requirement "LISTEN-02" {
  title = "An unbound socket is refused",
  statement = "WSPListen before WSPBind fails with WSAEINVAL.",
  level = "must",
  source = "WSPListen, Return value",
  applies = "connection-oriented",
  observe = "Fresh socket, poisoned lpErrno; afterwards SO_ACCEPTCONN must still be FALSE.",
  traps = "",
}

requirement "LISTEN-03" {
  title = "A connected socket is refused",
  statement = "WSPListen on a connected socket fails with WSAEISCONN and does not disturb the connection.",
  level = "must",
  source = "WSPListen, Return value",
  applies = "connection-oriented",
  observe = "Try it on both ends of an established pair; then exchange a byte each way.",
  traps = "Implementations are known to answer WSAEINVAL here (Wine 8.0 does for an accepted socket).",
}

requirement "LISTEN-04" {
  title = "A connectionless socket is refused",
  statement = "WSPListen on a socket whose type has no passive mode fails with WSAEOPNOTSUPP.",
  level = "must",
  source = "WSPListen, Return value",
  applies = "connectionless",
  observe = "Bind a datagram socket of the provider and listen.",
  traps = "",
}

requirement "LISTEN-05" {
  title = "A non-socket is refused",
  statement = "WSPListen on an unknown descriptor fails with WSAENOTSOCK.",
  level = "must",
  source = "WSPListen, Return value",
  applies = "all",
  observe = "Unknown handle value, and a handle closed just before.",
  traps = "",
}

requirement "LISTEN-06" {
  title = "A delayed address conflict is reported by WSPListen",
  statement = "If the conflict between partly wildcarded names is only decided at listen time, WSPListen fails with WSAEADDRINUSE.",
  level = "may",
  source = "WSPListen, Return value",
  applies = "connection-oriented",
  observe = "Bind two sockets to wildcard and specific forms of one endpoint; require that the conflict is reported by WSPBind, WSPListen or not at all, never by another code.",
  traps = "",
}

requirement "LISTEN-07" {
  title = "SOMAXCONN asks for a reasonable maximum",
  statement = "Passing SOMAXCONN succeeds and gives a backlog no smaller than a small explicit one.",
  level = "must",
  source = "WSPListen, backlog parameter",
  applies = "connection-oriented",
  observe = "Listen with SOMAXCONN and establish as many pending requests as a listener with backlog 2 could hold, plus one.",
  traps = "The constant is 0x7fffffff in the headers, so it must not be used as an allocation size.",
}

requirement "LISTEN-08" {
  title = "Illegal backlog values are adjusted silently",
  statement = "Negative, zero or oversized backlog values do not fail; the nearest legal value is used.",
  level = "must",
  source = "WSPListen, Remarks",
  applies = "connection-oriented",
  observe = "Call with -1, 0, INT_MIN and 0x7ffffffe; each returns 0 and the listener accepts at least one request.",
  traps = "Whether 0 is illegal (and becomes 1) or legal (queue of none) is open: see BACKLOG-13. Where it is legal it is the nearest to a negative value.",
}

requirement "LISTEN-09" {
  title = "A second WSPListen succeeds and updates the backlog",
  statement = "WSPListen may be repeated on a listening socket and replaces the current backlog.",
  level = "must",
  source = "WSPListen, Remarks",
  applies = "connection-oriented",
  observe = "listen(5), listen(1): both 0. Effect measured in BACKLOG-08.",
  traps = "The API page of listen says that a repeated call succeeds without changing the backlog; the SPI page is the one addressed to providers.",
}

requirement "LISTEN-10" {
  title = "The listener keeps listening when descriptors run out",
  statement = "Shortage of descriptors does not stop a listener; queued requests stay and new ones are taken once descriptors are available.",
  level = "should",
  source = "WSPListen, Remarks",
  applies = "connection-oriented",
  observe = "Recorder refuses handles during WSPAccept (ACCEPT-24), then permits them: the same request must still be acceptable and later clients too.",
  traps = "The sentence about accepting until the queue is emptied is loose; only the recovery is testable.",
}

requirement "LISTEN-11" {
  title = "Exhaustion codes of WSPListen",
  statement = "WSPListen may fail with WSAEMFILE or WSAENOBUFS when it needs resources that are unavailable.",
  level = "may",
  source = "WSPListen, Return value",
  applies = "connection-oriented",
  observe = "Only classify: if a listen fails under armed handle refusal the code must be one of the two.",
  traps = "",
}

requirement "LISTEN-12" {
  title = "WSPListen during a callback",
  statement = "The page lists WSAEINPROGRESS for a call made while a callback is in progress.",
  level = "may",
  source = "WSPListen, Return value",
  applies = "connection-oriented",
  observe = "From inside the condition function call WSPListen on another bound socket; accept 0 or WSAEINPROGRESS, fail on anything else or on a hang.",
  traps = "Windows Sockets 2 lifts the nesting ban and the driver-kit pages say a SAN provider never returns the code. Do not require it.",
}

requirement "LISTEN-13" {
  title = "SO_ACCEPTCONN tracks the listening state",
  statement = "SO_ACCEPTCONN is FALSE until WSPListen has succeeded and TRUE afterwards.",
  level = "must",
  source = "WSPGetSockOpt, SO_ACCEPTCONN; Socket Options and IOCTLs",
  applies = "connection-oriented",
  observe = "Read before bind, after bind, after listen, and after a failed listen.",
  traps = "",
}

requirement "LISTEN-14" {
  title = "A listening socket cannot originate",
  statement = "A socket in passive mode is not usable for WSPConnect (WSAEINVAL); its listening state is unaffected.",
  level = "must",
  source = "WSPConnect, Return value",
  applies = "connection-oriented",
  observe = "Connect the listener to another listener, then let a client connect to it successfully.",
  traps = "c_root multipoint sockets are exempt (JOINLEAF-05).",
}
