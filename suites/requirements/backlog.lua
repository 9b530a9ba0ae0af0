-- BACKLOG: the queue behind it. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "BACKLOG-01" {
  title = "Requests wait in the queue until acted upon",
  statement = "A request stays queued, with its caller waiting or connected, until the server accepts or rejects it or the caller withdraws it.",
  level = "must",
  source = "Protocol Basics: Listen, Connect, Accept",
  applies = "connection-oriented",
  observe = "Connect, run an unrelated connect/accept on a control listener as fence, then accept: the same client must come out.",
  traps = "",
}

requirement "BACKLOG-02" {
  title = "The queue is first in, first out",
  statement = "WSPAccept takes the oldest request first.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Serialise three clients (start the next only after the previous one was indicated or connected) and compare caller addresses in accept order.",
  traps = "Concurrent clients have no defined order; serialise them or use distinct listeners.",
}

requirement "BACKLOG-03" {
  title = "A small backlog value is really available",
  statement = "A listener given a backlog of n (n small) can hold n undecided requests at once.",
  level = "should",
  source = "WSPListen, backlog parameter; Protocol Basics",
  applies = "connection-oriented",
  observe = "For n = 1, 2, 5: establish n requests one by one, all must stay pending; then accept all n.",
  traps = "The provider may impose its own limit silently (LISTEN-08), and nothing says how small that limit may be: n above the capacity found by the probe is recorded, never judged. Historic TCP/IP limits were 5, 60, 100 and 200 depending on the release.",
}

requirement "BACKLOG-04" {
  title = "A request beyond the full queue is refused",
  statement = "A request that arrives when the queue is full makes the caller fail with WSAECONNREFUSED.",
  level = "must",
  source = "WSPListen, Remarks",
  applies = "connection-oriented",
  observe = "Grow the queue one client at a time until one is refused, bounded by a cap well above the requested backlog; its error must be WSAECONNREFUSED.",
  traps = "Stacks may drop the request and let the client retry until WSAETIMEDOUT, or hold more requests than asked. The cap run out is inconclusive, not a pass.",
}

requirement "BACKLOG-05" {
  title = "A refused overflow request is not indicated",
  statement = "A request refused because the queue is full produces no indication and is never seen by the condition function.",
  level = "should",
  source = "WSPListen, Remarks; Listening for Connections on a SAN",
  applies = "connection-oriented",
  observe = "After the overflow drain the queue with a recording condition function: the set of caller identifiers equals the set of admitted clients.",
  traps = "Stated only for SAN providers; general by implication.",
}

requirement "BACKLOG-06" {
  title = "Accepting frees one place",
  statement = "After a successful WSPAccept on a full queue one more request can be queued.",
  level = "must",
  source = "WSPListen, Remarks (refilling the queue)",
  applies = "connection-oriented",
  observe = "Fill to refusal, accept one, connect a new client: it must not be refused; the following one may be.",
  traps = "Microsoft documented a release in which the place was returned only when the accepting thread was next preempted (Q295079): allow one retry, and say so in the result.",
}

requirement "BACKLOG-07" {
  title = "Rejecting frees one place",
  statement = "A CF_REJECT removes the request from the queue and frees its place.",
  level = "should",
  source = "Enhanced Functionality at Connect Time, Conditional Acceptance (derived)",
  applies = "connection-oriented",
  observe = "As BACKLOG-06 with CF_REJECT.",
  traps = "",
}

requirement "BACKLOG-08" {
  title = "Shrinking the backlog drops the excess",
  statement = "When a repeated WSPListen names a value below the number of pending requests the excess requests are reset and dropped.",
  level = "must",
  source = "WSPListen, Remarks",
  applies = "connection-oriented",
  observe = "listen(5), queue four clients, listen(1); drain: at most the legal minimum for 1 remains and every other client sees a failure or reset.",
  traps = "Which requests count as excess is unsaid; the newest is the natural reading, so require that the survivors are a prefix of the arrival order. The API page of listen contradicts the whole rule.",
}

requirement "BACKLOG-09" {
  title = "Growing the backlog lets more requests in",
  statement = "Raising the backlog with a repeated WSPListen admits further requests.",
  level = "should",
  source = "WSPListen, Remarks",
  applies = "connection-oriented",
  observe = "listen(1), fill to refusal, listen(5): the next client is admitted.",
  traps = "Subject to the same contradiction as BACKLOG-08.",
}

requirement "BACKLOG-10" {
  title = "A limit of the provider is applied silently",
  statement = "A request to extend the queue beyond the provider's own limit is not an error.",
  level = "must",
  source = "Protocol Basics; WSPListen, Remarks",
  applies = "connection-oriented",
  observe = "listen(100000) returns 0 and the listener works.",
  traps = "SOMAXCONN_HINT style negative values belong to one TCP/IP provider only.",
}

requirement "BACKLOG-11" {
  title = "A withdrawn request leaves the queue",
  statement = "When an caller gives up, its request is removed or, if already indicated, reported by WSPAccept as WSAECONNRESET or WSAEACCES; it never yields a usable connection.",
  level = "must",
  source = "WSPAccept, Return value; Protocol Basics",
  applies = "connection-oriented",
  observe = "Queue A and B; close A abortively (SO_LINGER on, zero); fence; accept until B comes: any result for A must be one of the two errors.",
  traps = "Handshake-first stacks may deliver a socket for A whose first receive reports the reset; count this as the documented variant, not as a pass of the SPI text.",
}

requirement "BACKLOG-12" {
  title = "Closing the listener dismisses the queue",
  statement = "WSPCloseSocket on a listener ends all pending requests; callers see refusal or reset.",
  level = "must",
  source = "WSPCloseSocket, Remarks (derived)",
  applies = "connection-oriented",
  observe = "Queue two clients, close the listener, require an error or end of connection at both and no handle upcall.",
  traps = "No code is prescribed for the caller.",
}

requirement "BACKLOG-13" {
  title = "Backlog zero",
  statement = "Whether a zero backlog admits one request or none is not defined; either way the call succeeds and the listener survives.",
  level = "may",
  source = "WSPListen, Remarks; listen (API), Remarks",
  applies = "connection-oriented",
  observe = "listen(0), one client; record refused or admitted; then listen(1) and a client must be admitted.",
  traps = "The API page calls a later zero an improper reset of the queue.",
}

requirement "BACKLOG-14" {
  title = "A deferred request keeps its place",
  statement = "A request answered with CF_DEFER stays in the queue and counts against the backlog.",
  level = "must",
  source = "Enhanced Functionality at Connect Time, Conditional Acceptance",
  applies = "connection-oriented",
  observe = "Backlog at the measured capacity, defer the head, and connect one more client: it must be refused exactly as before the deferral.",
  traps = "Needs the capacity measured in BACKLOG-04; skip when the overflow was inconclusive.",
}
