-- ACCEPT: WSPAccept as a call, its codes and outputs. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "ACCEPT-01" {
  title = "A successful accept returns a new descriptor",
  statement = "WSPAccept returns a valid descriptor different from the listener's and from every other open one.",
  level = "must",
  source = "WSPAccept, Return value",
  applies = "connection-oriented",
  observe = "Compare with the recorder's list of live handles.",
  traps = "",
}

requirement "ACCEPT-02" {
  title = "Failure returns INVALID_SOCKET with a code",
  statement = "On failure WSPAccept returns INVALID_SOCKET and stores a code in lpErrno.",
  level = "must",
  source = "WSPAccept, Return value",
  applies = "connection-oriented",
  observe = "Checked in every negative case of this area with poisoned lpErrno.",
  traps = "Compare with INVALID_SOCKET as an unsigned pointer-sized value; it is not SOCKET_ERROR on 64-bit.",
}

requirement "ACCEPT-03" {
  title = "Without a condition function the request is accepted",
  statement = "When lpfnCondition is NULL the oldest request is accepted unconditionally.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "NULL callback with a pending client; check the peer address.",
  traps = "",
}

requirement "ACCEPT-04" {
  title = "CF_ACCEPT creates the socket",
  statement = "When the condition function returns CF_ACCEPT the connection is established and a socket for it is returned.",
  level = "must",
  source = "WSPAccept, Remarks; Enhanced Functionality at Connect Time",
  applies = "connection-oriented",
  observe = "Recording condition function returning 0; then exchange data.",
  traps = "",
}

requirement "ACCEPT-05" {
  title = "The accepted socket is connected to the caller",
  statement = "WSPGetPeerName on the new socket gives the address the client sees as its own name.",
  level = "must",
  source = "WSPAccept, Remarks; WSPGetPeerName",
  applies = "connection-oriented",
  observe = "Compare byte for byte over the returned length with WSPGetSockName of the client.",
  traps = "Ignore padding bytes outside the meaningful part of the address.",
}

requirement "ACCEPT-06" {
  title = "The accepted socket has the local name the client dialled",
  statement = "WSPGetSockName on the new socket gives the specific local address used by the connection.",
  level = "must",
  source = "WSPGetSockName, Remarks; WSPAccept",
  applies = "connection-oriented",
  observe = "Listener bound to the wildcard; compare with the client's WSPGetPeerName.",
  traps = "",
}

requirement "ACCEPT-07" {
  title = "The listener stays open and listening",
  statement = "After any outcome of WSPAccept the original socket can take further requests.",
  level = "must",
  source = "WSPAccept, Remarks; Protocol Basics",
  applies = "connection-oriented",
  observe = "Run accept, reject, defer+accept, then a further client; SO_ACCEPTCONN stays TRUE.",
  traps = "",
}

requirement "ACCEPT-08" {
  title = "The accepted socket cannot accept",
  statement = "WSPAccept on a socket returned by WSPAccept fails with WSAEINVAL.",
  level = "must",
  source = "WSPAccept, Remarks and Return value",
  applies = "connection-oriented",
  observe = "Non-blocking call on the new socket.",
  traps = "The text forbids the use, the error follows from the WSAEINVAL row (not listening).",
}

requirement "ACCEPT-09" {
  title = "Accept without listen is refused",
  statement = "WSPAccept on a socket for which WSPListen was not called fails with WSAEINVAL.",
  level = "must",
  source = "WSPAccept, Return value",
  applies = "connection-oriented",
  observe = "Unbound, bound and connected sockets; the condition function must not run.",
  traps = "",
}

requirement "ACCEPT-10" {
  title = "Connectionless sockets are refused",
  statement = "WSPAccept on a socket of a connectionless type fails with WSAEOPNOTSUPP.",
  level = "must",
  source = "WSPAccept, Return value",
  applies = "connectionless",
  observe = "Bound datagram socket.",
  traps = "",
}

requirement "ACCEPT-11" {
  title = "Non-sockets are refused",
  statement = "WSPAccept on an unknown descriptor fails with WSAENOTSOCK.",
  level = "must",
  source = "WSPAccept, Return value",
  applies = "all",
  observe = "Unknown value, closed listener.",
  traps = "",
}

requirement "ACCEPT-12" {
  title = "Non-blocking accept on an empty queue",
  statement = "On a non-blocking listener with no request WSPAccept fails with WSAEWOULDBLOCK and does not run the condition function.",
  level = "must",
  source = "WSPAccept, Remarks and Return value",
  applies = "connection-oriented",
  observe = "Set FIONBIO, call, check code and the call counter.",
  traps = "",
}

requirement "ACCEPT-13" {
  title = "Blocking accept waits for a request",
  statement = "On a blocking listener with an empty queue WSPAccept does not return until a request is present, then processes it.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Server thread enters WSPAccept; the blocking-callback log (or, natively blocking, the thread's own 'about to call' flag plus a control fence) shows it waits; start the client; join with a deadline.",
  traps = "A native wait cannot be observed from outside; the deterministic evidence is that the returned request is the client started later.",
}

requirement "ACCEPT-14" {
  title = "Blocking mode does not delay a queued request",
  statement = "With a request already queued a blocking WSPAccept returns at once and consults no blocking hook.",
  level = "must",
  source = "WSPAccept, Remarks; Blocking Hook",
  applies = "connection-oriented",
  observe = "Queue first (seen by WSPSelect), then accept with a hook that fails the test when called.",
  traps = "",
}

requirement "ACCEPT-15" {
  title = "addr and addrlen are filled on acceptance",
  statement = "When both pointers are given, addr receives the caller's address and addrlen its real length.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Poison a buffer of iMaxSockAddr plus guard; compare with the client's name; guard intact.",
  traps = "",
}

requirement "ACCEPT-16" {
  title = "addr and addrlen are filled when the request is rejected",
  statement = "The address outputs are produced also when the condition function returns CF_REJECT.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Poison, reject, compare with the client's name.",
  traps = "WSAAccept promises the outputs only for accepted connections. The SPI text is explicit and is the one to test, reported as its own case so a failure does not hide others.",
}

requirement "ACCEPT-17" {
  title = "addr and addrlen are filled when the request is deferred",
  statement = "The address outputs are produced also when the condition function returns CF_DEFER.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Poison, defer, compare; repeat on the second call.",
  traps = "Same contradiction as ACCEPT-16.",
}

requirement "ACCEPT-18" {
  title = "addrlen is value-result",
  statement = "On input addrlen is the room available, on output the actual address length, never more than iMaxSockAddr.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Offer iMaxSockAddr and a larger value; both give the same output length within iMinSockAddr..iMaxSockAddr.",
  traps = "ATM-like providers may not set the remote address at all (accept, Notes for ATM).",
}

requirement "ACCEPT-19" {
  title = "A short addrlen gives WSAEFAULT",
  statement = "If the room is too small for the address WSPAccept fails with WSAEFAULT.",
  level = "must",
  source = "WSPAccept, Return value",
  applies = "connection-oriented",
  observe = "Offer iMinSockAddr-1 and 0; require the code, no handle, and no write beyond the offered room.",
  traps = "Nothing says whether the request is consumed. Test the survival of the request separately and report it (Wine 8.0 discards it). Whether the condition function runs first is also open.",
}

requirement "ACCEPT-20" {
  title = "NULL addr or addrlen suppresses the address",
  statement = "If addr, addrlen or both are NULL the call works and no address is stored.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Three combinations; with addr set and addrlen NULL the buffer must keep its poison; with addrlen set and addr NULL the call must succeed.",
  traps = "Whether addrlen is written when addr is NULL is unsaid.",
}

requirement "ACCEPT-21" {
  title = "An invalid decision gives WSAEINVAL",
  statement = "If the condition function returns anything other than the three CF_ values WSPAccept fails with WSAEINVAL.",
  level = "must",
  source = "WSPAccept, Return value",
  applies = "connection-oriented",
  observe = "Return 3, -1 and 0x7fffffff in turn; require WSAEINVAL and no handle; the request must not have become a connection with a returned socket.",
  traps = "The fate of the request is undefined: record whether the next accept still finds it. Wine 8.0 answers WSAENOTSOCK and loses the request.",
}

requirement "ACCEPT-22" {
  title = "A bad condition-function pointer gives WSAEFAULT",
  statement = "A condition pointer outside the user address space is reported as WSAEFAULT.",
  level = "may",
  source = "WSPAccept, Return value",
  applies = "connection-oriented",
  observe = "Only in an isolated child process with a non-canonical or reserved address; a fault in the child is inconclusive.",
  traps = "Probing a code pointer reliably is hardly possible; do not run by default.",
}

requirement "ACCEPT-23" {
  title = "A caller that gave up after indication is reported",
  statement = "If the caller terminates after the request was indicated but before acceptance, WSPAccept fails with WSAECONNRESET.",
  level = "should",
  source = "WSPAccept, Return value",
  applies = "connection-oriented",
  observe = "Wait for FD_ACCEPT, close the client abortively, fence, accept. Allowed: WSAECONNRESET, WSAEACCES, or (request silently removed) WSAEWOULDBLOCK.",
  traps = "WSAEACCES is listed for a request that timed out or was withdrawn and overlaps with this one. Handshake-first stacks usually return a socket that reports the reset on receive.",
}

requirement "ACCEPT-24" {
  title = "No descriptor available gives WSAEMFILE",
  statement = "With a request queued and no descriptor obtainable WSPAccept fails with WSAEMFILE.",
  level = "must",
  source = "WSPAccept, Return value",
  applies = "connection-oriented",
  observe = "Arm the recorder to refuse the next handle upcall (code WSAENOBUFS for the create upcall, WSAEINVAL for the modify upcall).",
  traps = "WSAENOBUFS is also listed and a provider may pass the upcall's own code through; accept WSAEMFILE or WSAENOBUFS, note others. Only a non-empty queue is meant. A layer makes its handle after the provider below has accepted, so there the connection is lost rather than kept. A provider that made the descriptor when the request arrived asks for none.",
}

requirement "ACCEPT-25" {
  title = "WSAENOBUFS for lack of buffers",
  statement = "Shortage of buffer memory is reported as WSAENOBUFS.",
  level = "may",
  source = "WSPAccept, Return value",
  applies = "connection-oriented",
  observe = "Not provokable deterministically; classify it when seen in ACCEPT-24.",
  traps = "",
}

requirement "ACCEPT-26" {
  title = "A cancelled blocking accept returns WSAEINTR",
  statement = "A blocking WSPAccept cancelled by WSPCancelBlockingCall fails with WSAEINTR.",
  level = "must",
  source = "WSPAccept, Return value; WSPCancelBlockingCall",
  applies = "connection-oriented",
  observe = "CANCEL-01 is the procedure: cancel from inside the blocking callback and check the code.",
  traps = "",
}

requirement "ACCEPT-27" {
  title = "WSAEINPROGRESS is reserved for version 1.1 nesting",
  statement = "WSAEINPROGRESS is listed for a call made while a blocking call is in progress in the thread.",
  level = "may",
  source = "WSPAccept, Return value; Windows Sockets 1.1 Blocking Routines and EINPROGRESS",
  applies = "connection-oriented",
  observe = "From the blocking hook of one WSPAccept call WSPAccept on another listener: accept success, WSAEWOULDBLOCK or WSAEINPROGRESS; no hang.",
  traps = "Nested use is legal for Windows Sockets 2 clients; SAN providers never return it.",
}

requirement "ACCEPT-28" {
  title = "A withdrawn offer gives WSAEACCES",
  statement = "WSAEACCES reports that the offered request timed out or was withdrawn.",
  level = "should",
  source = "WSPAccept, Return value",
  applies = "connection-oriented",
  observe = "Same stimulus as ACCEPT-23 while the request is deferred (DEFER-15); classify.",
  traps = "No rule separates it from WSAECONNRESET.",
}

requirement "ACCEPT-29" {
  title = "Data flows both ways after acceptance",
  statement = "Both ends can send and receive as soon as WSPAccept and WSPConnect have succeeded.",
  level = "must",
  source = "WSPConnect, Remarks; Protocol Basics",
  applies = "connection-oriented",
  observe = "Exchange a unique token in both directions on blocking sockets.",
  traps = "",
}

requirement "ACCEPT-30" {
  title = "Early client data is kept for the accepted socket",
  statement = "Data a client sent before WSPAccept, where its connect had already completed, is delivered on the accepted socket in order.",
  level = "should",
  source = "WSPListen, Remarks (requests acknowledged and queued, derived)",
  applies = "connection-oriented",
  observe = "Only when the client's connect completed before the decision: send, fence, accept, receive.",
  traps = "Providers that establish late make the send impossible: not applicable.",
}

requirement "ACCEPT-31" {
  title = "One request per call",
  statement = "Each successful or rejected WSPAccept disposes of exactly one request.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Queue three; after k calls exactly 3-k further accepts succeed, then WSAEWOULDBLOCK.",
  traps = "",
}

requirement "ACCEPT-32" {
  title = "Concurrent accepts share the queue",
  statement = "Two threads in WSPAccept on one listener never receive the same request.",
  level = "should",
  source = "WSPAccept, Remarks (derived)",
  applies = "connection-oriented",
  observe = "Two blocking threads, two clients; the set of peers must be the set of clients.",
  traps = "With deferral the second thread may legitimately see the deferred head again.",
}

requirement "ACCEPT-33" {
  title = "Accepting leaves no per-socket error behind",
  statement = "SO_ERROR of a freshly accepted socket is zero.",
  level = "should",
  source = "Socket Options and IOCTLs, SO_ERROR default",
  applies = "connection-oriented",
  observe = "Read it right after the accept.",
  traps = "",
}
