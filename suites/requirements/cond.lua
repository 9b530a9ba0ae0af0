-- COND: parameters and timing of the condition function. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "COND-01" {
  title = "The condition function runs in the caller's thread",
  statement = "The provider calls the condition function in the thread that called WSPAccept.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Compare thread identifiers; repeat with the accept on a worker thread and with a non-blocking listener.",
  traps = "",
}

requirement "COND-02" {
  title = "The condition function runs only inside WSPAccept",
  statement = "It is called after WSPAccept was entered and before it returns, and at no other time.",
  level = "must",
  source = "WSPAccept, Remarks; Protocol Basics",
  applies = "connection-oriented",
  observe = "An 'inside' flag set around the call; a call with the flag clear fails. Arrivals during listen, select or event handling must not invoke it.",
  traps = "",
}

requirement "COND-03" {
  title = "It is called exactly once per WSPAccept that has a request",
  statement = "For one WSPAccept call that finds a request there is one invocation of the condition function.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Count for each decision, with two requests queued so that a provider that walks on after a rejection is caught.",
  traps = "After CF_REJECT the call returns an error; it must not try the next request by itself.",
}

requirement "COND-04" {
  title = "It is not called when there is nothing to decide",
  statement = "With an empty queue, an error detected first or a NULL pointer the condition function is not called.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Counters in ACCEPT-09, -10, -11, -12.",
  traps = "",
}

requirement "COND-05" {
  title = "dwCallbackData arrives unchanged",
  statement = "The value passed to WSPAccept reaches the condition function bit for bit and is not interpreted.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Pass 0, an all-ones pointer-sized value and a real pointer; on 64-bit use a value with a non-zero upper half.",
  traps = "The text prints the type as DWORD; the binary interface uses a pointer-sized value. A truncation to 32 bits is a failure.",
}

requirement "COND-06" {
  title = "dwCallbackData belongs to the call, not to the request",
  statement = "For a deferred request the value of the current WSPAccept call is passed, not that of an earlier one.",
  level = "must",
  source = "WSPAccept, Remarks (derived)",
  applies = "connection-oriented",
  observe = "Defer with value A, call again with value B: the second invocation sees B.",
  traps = "",
}

requirement "COND-07" {
  title = "lpCallerId carries the caller's address",
  statement = "lpCallerId points to a WSABUF whose buf holds a socket address of the family of the listener identifying the caller.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Copy len bytes inside the callback; compare with the client's WSPGetSockName and with addr.",
  traps = "If the protocol cannot identify the caller the POINTER is NULL; a non-NULL WSABUF of length 0 is the deviation to look for.",
}

requirement "COND-08" {
  title = "lpCallerId length is a real address length",
  statement = "lpCallerId->len lies between iMinSockAddr and iMaxSockAddr and covers the family field.",
  level = "must",
  source = "WSPAccept, Remarks; WSAPROTOCOL_INFO",
  applies = "connection-oriented",
  observe = "Check against the socket's SO_PROTOCOL_INFOW.",
  traps = "",
}

requirement "COND-09" {
  title = "lpCallerId, addr and peer name agree",
  statement = "The caller identifier, the addr output and WSPGetPeerName of the accepted socket describe the same address.",
  level = "should",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Three-way comparison over the common length.",
  traps = "",
}

requirement "COND-10" {
  title = "lpCallerData carries the caller's user data",
  statement = "When the caller supplied user data lpCallerData gives its length and bytes.",
  level = "must",
  source = "WSPAccept, Remarks; Enhanced Functionality at Connect Time",
  applies = "XP1_CONNECT_DATA",
  observe = "See CONNDATA-01.",
  traps = "",
}

requirement "COND-11" {
  title = "lpCallerData is NULL when there is none",
  statement = "When no user data came with the request the lpCallerData argument is a null pointer.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Connect without caller data, on providers with and without XP1_CONNECT_DATA; record NULL, zero-length or other.",
  traps = "Many implementations pass a WSABUF with len 0. Treat zero length as a separate, weaker outcome and never dereference buf in that case.",
}

requirement "COND-12" {
  title = "lpSQOS reflects the caller's flow specification",
  statement = "lpSQOS is NULL when the caller gave no flow specification and otherwise points to the caller's specification for both directions.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Connect with and without lpSQOS (QOS area for contents).",
  traps = "Providers without QoS support must always pass NULL: no negotiation possible.",
}

requirement "COND-13" {
  title = "lpGQOS is not used",
  statement = "The group flow specification is reserved and NULL.",
  level = "should",
  source = "WSAAccept, Remarks; Enhanced Functionality at Connect Time, Establishing Socket Groups",
  applies = "connection-oriented",
  observe = "Assert NULL for every invocation.",
  traps = "The SPI page shows the argument and then never explains it.",
}

requirement "COND-14" {
  title = "lpCalleeId carries the local address",
  statement = "lpCalleeId points to a WSABUF whose buf holds the local address that was called.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Compare with the client's WSPGetPeerName; for a wildcard-bound listener the host part should be the dialled one.",
  traps = "The description (local address of the connected entity) can be read as the listener's bound name. Endpoint and family must match; host part equal to the dialled address or, weaker, to the bound wildcard.",
}

requirement "COND-15" {
  title = "lpCalleeData is usable storage of the stated size",
  statement = "lpCalleeData points to a WSABUF whose len is the capacity of a buffer supplied by the provider in buf; zero means that returning data is unsupported.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Check pointer, then len; if len > 0 require buf to be writable for len bytes (query the page protection, then write every byte).",
  traps = "Validate buf before writing: Wine 8.0 passes an uninitialised structure with a random len.",
}

requirement "COND-16" {
  title = "Capacity is zero without connect-data support",
  statement = "A provider without XP1_CONNECT_DATA announces a capacity of zero.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "without XP1_CONNECT_DATA",
  observe = "len == 0, or a NULL lpCalleeData reported as the weaker form.",
  traps = "Text: a zero value means unsupported; a NULL pointer is not foreseen.",
}

requirement "COND-17" {
  title = "Capacity is positive with connect-data support",
  statement = "A provider with XP1_CONNECT_DATA announces a positive capacity when the request can carry a reply.",
  level = "should",
  source = "WSPAccept, Remarks; Enhanced Functionality at Connect Time",
  applies = "XP1_CONNECT_DATA",
  observe = "len > 0 on every request; the value is the limit used in CONNDATA.",
  traps = "Some protocols support caller data only; then zero is honest.",
}

requirement "COND-18" {
  title = "The group result parameter is available and starts neutral",
  statement = "g is a writable location in which the condition function may leave a group; leaving it untouched means no group operation.",
  level = "should",
  source = "WSPAccept, Return value; WSAAccept, Remarks",
  applies = "connection-oriented",
  observe = "Pointer non-NULL and writable; an accept with g untouched succeeds and behaves like g = 0.",
  traps = "The initial content is not specified; a provider that does not pre-set 0 may read garbage. All use of groups is reserved.",
}

requirement "COND-19" {
  title = "Arguments stay valid during the callback",
  statement = "All buffers passed to the condition function remain readable and unchanged until it returns.",
  level = "must",
  source = "Enhanced Functionality at Connect Time, Exchanging User Data (derived)",
  applies = "connection-oriented",
  observe = "Copy on entry, run an unrelated connect/accept on a control listener of the same provider from inside the callback, compare again.",
  traps = "",
}

requirement "COND-20" {
  title = "Nested provider calls from the callback are tolerated",
  statement = "Calls on other sockets from inside the condition function either work or fail with WSAEINPROGRESS; they do not dead-lock or corrupt the pending accept.",
  level = "may",
  source = "Windows Sockets 1.1 Blocking Routines and EINPROGRESS; WSPConnect, Return value",
  applies = "connection-oriented",
  observe = "Call WSPGetSockOpt on the listener and WSPSocket/WSPCloseSocket; bound by a watchdog.",
  traps = "The pages list WSAEINPROGRESS for callbacks, the overview says nesting is unrestricted from version 2.0 on.",
}

requirement "COND-21" {
  title = "The function is called with the callback convention",
  statement = "The condition function is invoked with the Windows callback calling convention and eight arguments.",
  level = "must",
  source = "WSPAccept, Remarks (prototype)",
  applies = "connection-oriented",
  observe = "On x86 call WSPAccept through a thunk that checks the stack pointer before and after; on x64 not observable.",
  traps = "",
}

requirement "COND-22" {
  title = "Decisions are compared as integers",
  statement = "Only CF_ACCEPT (0), CF_REJECT (1) and CF_DEFER (2) have a meaning; the full int is evaluated.",
  level = "must",
  source = "WSPAccept, Remarks and Return value",
  applies = "connection-oriented",
  observe = "Return 0x10000 and 0x100: must not be taken for CF_ACCEPT.",
  traps = "See ACCEPT-21 for the code.",
}

requirement "COND-23" {
  title = "The identity shown is the identity accepted",
  statement = "The request described to the condition function is the one that the decision is applied to.",
  level = "must",
  source = "Protocol Basics; WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Queue A and B; accept the request whose caller identifier is A; the new socket's peer must be A.",
  traps = "",
}

requirement "COND-24" {
  title = "Writing to input buffers has no effect on the connection",
  statement = "Changes made by the condition function in the caller and callee identifiers do not alter the connection or the addr output.",
  level = "may",
  source = "WSPAccept, Remarks (value parameters, derived)",
  applies = "connection-oriented",
  observe = "Overwrite lpCallerId->buf with zeros (if writable) and accept; peer name and addr must still be right.",
  traps = "The parameters are marked IN; a provider may keep the buffers read-only.",
}

requirement "COND-25" {
  title = "Request information comes from the head of the queue",
  statement = "All information passed describes the request at the head of the queue.",
  level = "must",
  source = "Protocol Basics: Listen, Connect, Accept",
  applies = "connection-oriented",
  observe = "Two queued clients with different caller data or QoS; no mixture may appear.",
  traps = "",
}

requirement "COND-26" {
  title = "Protocol-less caller information is marked by NULL pointers",
  statement = "Each optional input that the protocol cannot provide is a null pointer, not a pointer to an empty structure.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Classify lpCallerId, lpCallerData, lpSQOS and lpGQOS as NULL / zero length / filled and print the table.",
  traps = "See COND-11 for the tolerant outcome.",
}
