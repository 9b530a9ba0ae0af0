-- CONNECT: WSPConnect as a call, its codes. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "CONNECT-01" {
  title = "A blocking connect returns zero when the connection stands",
  statement = "On a blocking connection-oriented socket WSPConnect returns 0 only once the connection can carry data in both directions.",
  level = "must",
  source = "WSPConnect, Return value and Remarks",
  applies = "connection-oriented",
  observe = "Connect to a listener of the same provider whose other end accepts on a second thread; on return send and receive a pattern without any further wait for writability.",
  traps = "Where the handshake precedes acceptance the call returns before WSPAccept ran; the bytes may then wait in the queue, which is still ready to send.",
}

requirement "CONNECT-02" {
  title = "Failure returns SOCKET_ERROR and a code in lpErrno",
  statement = "A failing WSPConnect returns SOCKET_ERROR with the reason in lpErrno.",
  level = "must",
  source = "WSPConnect, Return value",
  applies = "all",
  observe = "Poison lpErrno with a value that is no Winsock code and check both results in each negative test of this area.",
  traps = "",
}

requirement "CONNECT-03" {
  title = "An unbound socket is bound by WSPConnect",
  statement = "Connecting an unbound socket gives it a unique local name and marks it bound, so WSPGetSockName succeeds and WSPBind is refused with WSAEINVAL afterwards.",
  level = "must",
  source = "WSPConnect, Remarks",
  applies = "all",
  observe = "WSPGetSockName before (WSAEINVAL, see BIND-09) and after; two sockets connected to one listener must have different local names; WSPBind afterwards fails.",
  traps = "For a non-blocking connect the name may become complete only with the outcome; query it after FD_CONNECT.",
}

requirement "CONNECT-04" {
  title = "A bound socket keeps its name",
  statement = "Connecting a socket that was bound to a specific name leaves that name in place and shows it to the peer.",
  level = "must",
  source = "WSPConnect, Remarks; WSPBind, Remarks",
  applies = "connection-oriented",
  observe = "Bind with port 0 to a specific address, read the name, connect, compare with WSPGetSockName, the lpCallerId seen by the server and the accepted socket's peer name.",
  traps = "A wildcard bind may be completed with a specific address by the connect: compare the port only in that case.",
}

requirement "CONNECT-05" {
  title = "Non-blocking connect reports WSAEWOULDBLOCK and proceeds",
  statement = "On a non-blocking socket an attempt that cannot complete at once fails with WSAEWOULDBLOCK while the operation continues, and its outcome is announced later.",
  level = "must",
  source = "WSPConnect, Return value and Remarks",
  applies = "connection-oriented",
  observe = "Non-blocking connect to a live listener: accept 0 or WSAEWOULDBLOCK; if the latter, wait for FD_CONNECT with a deadline and require code 0, then exchange data.",
  traps = "Immediate success is allowed for non-blocking sockets; a test that requires WSAEWOULDBLOCK is wrong unless the decision is held back by the condition function on a protocol that reports it.",
}

requirement "CONNECT-06" {
  title = "A second connect during the attempt gives WSAEALREADY",
  statement = "While a non-blocking connect is outstanding a further WSPConnect on the socket fails with WSAEALREADY and does not disturb the first.",
  level = "must",
  source = "WSPConnect, Return value",
  applies = "connection-oriented",
  observe = "Hold the outcome back (listener with full queue, or a request waiting for its decision where the protocol reports it); if the first call returned WSAEWOULDBLOCK and FD_CONNECT is not recorded, the second must give WSAEALREADY. Release and require FD_CONNECT with 0.",
  traps = "The mapping to WSAEINVAL for version 1.1 applications is done above the SPI, so a provider returns WSAEALREADY to everybody. If the attempt completes between the two calls WSAEISCONN is right: accept it when FD_CONNECT is found recorded afterwards.",
}

requirement "CONNECT-07" {
  title = "Connecting a connected socket gives WSAEISCONN",
  statement = "WSPConnect on an established connection-oriented socket fails with WSAEISCONN and leaves the connection usable.",
  level = "must",
  source = "WSPConnect, Return value and Remarks",
  applies = "connection-oriented",
  observe = "Connect twice, to the same name and to a different one; then exchange data on the original connection. Repeat on an accepted socket.",
  traps = "",
}

requirement "CONNECT-08" {
  title = "Connecting a listening socket gives WSAEINVAL",
  statement = "WSPConnect on a listening socket fails with WSAEINVAL and the socket goes on listening.",
  level = "must",
  source = "WSPConnect, Return value",
  applies = "connection-oriented",
  observe = "Listen, connect, check the code, then accept a client. Same for a non-blocking listener.",
  traps = "Exception for multipoint roots, which use WSPJoinLeaf and not WSPConnect, see JOINLEAF-05.",
}

requirement "CONNECT-09" {
  title = "An all-zero address gives WSAEADDRNOTAVAIL",
  statement = "A connection-oriented WSPConnect to a name whose address part is all zeroes fails with WSAEADDRNOTAVAIL.",
  level = "must",
  source = "WSPConnect, Return value and Remarks",
  applies = "connection-oriented",
  observe = "Family set, address zero, port of a live listener. Then connect properly on the same socket.",
  traps = "Measured on Wine 8.0: the wildcard is treated as loopback or answered with WSAECONNREFUSED. For families without a wildcard address skip.",
}

requirement "CONNECT-10" {
  title = "A zero port is not a destination",
  statement = "A connection-oriented WSPConnect to a valid host with endpoint zero fails.",
  level = "should",
  source = "Windows Sockets Error Codes, WSAEADDRNOTAVAIL",
  applies = "connection-oriented",
  observe = "Loopback address, port 0: fails with WSAEADDRNOTAVAIL (preferred) or another documented connect failure.",
  traps = "The SPI page speaks only of the address; the error table includes port 0 for WSAEADDRNOTAVAIL.",
}

requirement "CONNECT-11" {
  title = "A foreign family gives WSAEAFNOSUPPORT",
  statement = "A name whose family does not belong to the socket is refused with WSAEAFNOSUPPORT.",
  level = "must",
  source = "WSPConnect, Return value",
  applies = "connection-oriented",
  observe = "Take a correct name, change the family to an unused value, keep the length. A correct connect must follow.",
  traps = "Wine 8.0 answers WSAEADDRNOTAVAIL. AF_UNSPEC may be treated specially by some stacks: do not use it as the foreign family.",
}

requirement "CONNECT-12" {
  title = "A short namelen gives WSAEFAULT",
  statement = "A namelen below the size of the family's address gives WSAEFAULT.",
  level = "must",
  source = "WSPConnect, Return value",
  applies = "all",
  observe = "Try 0, 1 and iMinSockAddr-1 from the catalogue entry.",
  traps = "iMinSockAddr of the entry is the limit, not sizeof of any C structure. Wine 8.0 answers WSAEADDRNOTAVAIL.",
}

requirement "CONNECT-13" {
  title = "An unusable name pointer gives WSAEFAULT",
  statement = "NULL or inaccessible memory as name gives WSAEFAULT.",
  level = "must",
  source = "WSPConnect, Return value",
  applies = "all",
  observe = "NULL and an inaccessible page under an exception guard; afterwards the socket is still unconnected and usable.",
  traps = "",
}

requirement "CONNECT-14" {
  title = "A refused attempt gives WSAECONNREFUSED",
  statement = "An attempt that the destination actively refuses fails with WSAECONNREFUSED.",
  level = "must",
  source = "WSPConnect, Return value",
  applies = "connection-oriented",
  observe = "Bind a socket without listening and connect to its name; on a blocking socket check the return, on a non-blocking one the FD_CONNECT code and the SO_ERROR value.",
  traps = "Windows TCP retries a refused attempt a few times before reporting, so the deadline must allow a few seconds.",
}

requirement "CONNECT-15" {
  title = "The same socket may try again after a failed attempt",
  statement = "After a failure with WSAECONNREFUSED, WSAENETUNREACH or WSAETIMEDOUT WSPConnect may be called again on the same socket.",
  level = "must",
  source = "WSPConnect, Return value",
  applies = "connection-oriented",
  observe = "Provoke a refusal, start listening at that name, connect again with the same descriptor: success and data exchange.",
  traps = "The SPI page states the ability; stacks differ on whether the local name survives. Do not require the same local name.",
}

requirement "CONNECT-16" {
  title = "An unreachable network gives WSAENETUNREACH",
  statement = "When no route to the network exists the attempt fails with WSAENETUNREACH.",
  level = "may",
  source = "WSPConnect, Return value",
  applies = "connection-oriented",
  observe = "Needs a provider-specific unreachable name from the test configuration; skip otherwise.",
  traps = "WSAEHOSTUNREACH is listed for the API function but not for the SPI one; accept both.",
}

requirement "CONNECT-17" {
  title = "An unanswered attempt gives WSAETIMEDOUT",
  statement = "An attempt that nobody answers ends with WSAETIMEDOUT.",
  level = "may",
  source = "WSPConnect, Return value",
  applies = "connection-oriented",
  observe = "Needs a configured black-hole name; long-running class of tests. Otherwise skip.",
  traps = "Overfull backlogs show up as refusal on some stacks and as time-out on others, see BACKLOG-04.",
}

requirement "CONNECT-18" {
  title = "A delayed address conflict gives WSAEADDRINUSE",
  statement = "When a socket bound to a partial wildcard must commit a specific address that conflicts, WSPConnect fails with WSAEADDRINUSE.",
  level = "may",
  source = "WSPConnect, Return value",
  applies = "connection-oriented",
  observe = "Two sockets bound with SO_REUSEADDR to the wildcard and one port, both connected to one listener: the second either succeeds at another identity or fails with WSAEADDRINUSE.",
  traps = "An identical pair of local and remote names may also show up as WSAEADDRNOTAVAIL; record it.",
}

requirement "CONNECT-19" {
  title = "A non-socket gives WSAENOTSOCK",
  statement = "WSPConnect on a descriptor that is not a socket of the provider fails with WSAENOTSOCK.",
  level = "must",
  source = "WSPConnect, Return value",
  applies = "all",
  observe = "INVALID_SOCKET, a closed descriptor, and a value never issued by the recorder (WPUQuerySocketHandleContext refuses it).",
  traps = "",
}

requirement "CONNECT-20" {
  title = "A cancelled blocking connect gives WSAEINTR",
  statement = "A blocking WSPConnect that is cancelled by WSPCancelBlockingCall returns SOCKET_ERROR with WSAEINTR.",
  level = "must",
  source = "WSPConnect, Return value; WSPCancelBlockingCall, Remarks",
  applies = "connection-oriented",
  observe = "As CANCEL-04.",
  traps = "",
}

requirement "CONNECT-21" {
  title = "WSAEINPROGRESS is confined to nesting",
  statement = "WSPConnect answers WSAEINPROGRESS only when a blocking call or callback of that thread is still in progress.",
  level = "may",
  source = "WSPConnect, Return value",
  applies = "connection-oriented",
  observe = "From a blocking hook of the same thread call WSPConnect on another socket: success, WSAEWOULDBLOCK or WSAEINPROGRESS; outside hooks never WSAEINPROGRESS.",
  traps = "Version 2 imposes no nesting limit of its own.",
}

requirement "CONNECT-22" {
  title = "Exhaustion gives WSAENOBUFS",
  statement = "Lack of buffer space is reported as WSAENOBUFS.",
  level = "may",
  source = "WSPConnect, Return value",
  applies = "connection-oriented",
  observe = "Not deterministically provokable; only classify it as documented when it appears in stress runs.",
  traps = "",
}

requirement "CONNECT-23" {
  title = "Failure of the attempt is stored as SO_ERROR",
  statement = "After an asynchronous connect failure SO_ERROR returns the same code once and then 0.",
  level = "should",
  source = "WSPGetSockOpt, SO_ERROR (derived)",
  applies = "connection-oriented",
  observe = "After REJECT-03 or CONNECT-14 read SO_ERROR twice: the code of FD_CONNECT, then 0.",
  traps = "Whether reading the FD_CONNECT record also clears the stored code is not said; accept 0 on the first read when the event record was consumed before and report it.",
}

requirement "CONNECT-24" {
  title = "The peer name is available only when connected",
  statement = "WSPGetPeerName fails with WSAENOTCONN before the connection stands and afterwards returns the name that was dialled.",
  level = "must",
  source = "WSPGetPeerName, Return value",
  applies = "connection-oriented",
  observe = "Before, during (non-blocking, held back) and after. Compare with the dialled name.",
  traps = "",
}

requirement "CONNECT-25" {
  title = "Sending before the connection gives WSAENOTCONN",
  statement = "WSPSend and WSPRecv on an unconnected connection-oriented socket fail with WSAENOTCONN.",
  level = "must",
  source = "WSPSend and WSPRecv, Return value",
  applies = "connection-oriented",
  observe = "Fresh socket; and bound socket; poison the byte count and check that it stays untouched.",
  traps = "During a non-blocking attempt WSAEWOULDBLOCK is also seen in practice: only test before the attempt.",
}

requirement "CONNECT-26" {
  title = "A connectionless connect sets the default peer",
  statement = "WSPConnect on a connectionless socket succeeds at once and lets WSPSend and WSPRecv be used without names.",
  level = "must",
  source = "WSPConnect, Remarks",
  applies = "connectionless",
  observe = "Connect to a bound datagram socket, WSPSend, receive with the sender's name.",
  traps = "",
}

requirement "CONNECT-27" {
  title = "Datagrams from others are discarded",
  statement = "A connected connectionless socket receives datagrams from its default peer only.",
  level = "must",
  source = "WSPConnect, Remarks",
  applies = "connectionless",
  observe = "Third socket sends first, then the peer sends; the first datagram received must be the peer's (the peer's datagram is the fence).",
  traps = "Ordering between two senders is not promised by datagram protocols; over loopback repeat and accept late arrival, never arrival.",
}

requirement "CONNECT-28" {
  title = "A zero address dissolves the association",
  statement = "Connecting a connectionless socket to a name with an all-zero address removes the default peer: WSPSend and WSPRecv then fail with WSAENOTCONN and the named variants keep working.",
  level = "must",
  source = "WSPConnect, Remarks",
  applies = "connectionless",
  observe = "After CONNECT-26 connect to zero, then WSPSend (WSAENOTCONN), WSPSendTo (success), and reception from a third socket.",
  traps = "The SPI page speaks of the address member; the API page of the whole structure. Use family set, address and port zero, which satisfies the weaker reading; a fully zero structure is a separate, non-failing probe.",
}

requirement "CONNECT-29" {
  title = "Reconnecting changes the default peer",
  statement = "A second WSPConnect on a connectionless socket replaces the peer, and datagrams queued from the former peer are discarded when the name differs.",
  level = "must",
  source = "WSPConnect, Remarks",
  applies = "connectionless",
  observe = "Let the old peer's datagram arrive (readable by WSPSelect), reconnect to the new peer, let it send; the first datagram read is the new peer's.",
  traps = "",
}

requirement "CONNECT-30" {
  title = "Broadcast needs SO_BROADCAST",
  statement = "Connecting a datagram socket to the broadcast address without SO_BROADCAST fails with WSAEACCES, with the option it succeeds.",
  level = "must",
  source = "WSPConnect, Return value and Remarks",
  applies = "connectionless, XP1_SUPPORT_BROADCAST",
  observe = "Both orders on fresh sockets.",
  traps = "The broadcast name is family-specific and must come from the configuration.",
}

requirement "CONNECT-31" {
  title = "Connectionless sockets never report WSAEISCONN",
  statement = "The WSAEISCONN rule is limited to connection-oriented sockets.",
  level = "must",
  source = "WSPConnect, Return value",
  applies = "connectionless",
  observe = "Covered by CONNECT-29: the second call returns 0.",
  traps = "",
}

requirement "CONNECT-32" {
  title = "Each attempt has exactly one outcome",
  statement = "A non-blocking attempt yields a single FD_CONNECT, either success or failure.",
  level = "must",
  source = "WSPConnect, Remarks; WSAEventSelect, Remarks",
  applies = "connection-oriented",
  observe = "Count FD_CONNECT over success, refusal and rejection, fencing with a later event on a control connection.",
  traps = "",
}

requirement "CONNECT-33" {
  title = "A blocking connect waits for the decision where the protocol reports it",
  statement = "Where the protocol carries the listener's decision, a blocking WSPConnect returns only after acceptance or rejection.",
  level = "should",
  source = "Protocol Basics: Listen, Connect, Accept; Enhanced Functionality at Connect Time",
  applies = "connection-oriented",
  observe = "Client thread in WSPConnect; fence through a control listener; the thread is still inside; accept or reject; it returns 0 or WSAECONNREFUSED.",
  traps = "Windows TCP/IP returns as soon as the handshake is done. Classify the provider by this probe once and let later tests use the class.",
}

requirement "CONNECT-34" {
  title = "The name is read during the call only",
  statement = "The name buffer may be reused as soon as WSPConnect returns, even with WSAEWOULDBLOCK.",
  level = "should",
  source = "WSPConnect, Remarks (client owns memory)",
  applies = "connection-oriented",
  observe = "Non-blocking connect, overwrite the buffer with garbage at once, require success with the right peer.",
  traps = "",
}

requirement "CONNECT-35" {
  title = "Closing during an attempt abandons it",
  statement = "WSPCloseSocket on a socket with an outstanding attempt succeeds, yields no later notification and lets the request be withdrawn.",
  level = "must",
  source = "WSPCloseSocket, Remarks",
  applies = "connection-oriented",
  observe = "Held-back attempt, close, fence: no message or event; the listener's next accept follows ACCEPT-23.",
  traps = "Needs an attempt that can be held back: not applicable on handshake-first providers unless SO_CONDITIONAL_ACCEPT makes one possible.",
}

requirement "CONNECT-36" {
  title = "A disconnected socket need not be reusable",
  statement = "After a disconnect a provider may refuse a further WSPConnect on the same socket.",
  level = "may",
  source = "WSPSendDisconnect and WSPRecvDisconnect, Remarks",
  applies = "connection-oriented",
  observe = "Probe and record: success, WSAEISCONN or another failure; no crash, no hang.",
  traps = "",
}
