-- DEFER: CF_DEFER. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "DEFER-01" {
  title = "CF_DEFER gives WSATRY_AGAIN",
  statement = "When the condition function returns CF_DEFER WSPAccept returns INVALID_SOCKET with WSATRY_AGAIN.",
  level = "must",
  source = "WSPAccept, Return value",
  applies = "connection-oriented",
  observe = "One queued client, deferring function, poisoned lpErrno.",
  traps = "WSATRY_AGAIN is 11002, outside the 10000 block of the other codes.",
}

requirement "DEFER-02" {
  title = "The deferred request stays in the queue",
  statement = "After CF_DEFER the request remains queued and a later WSPAccept can accept it.",
  level = "must",
  source = "Enhanced Functionality at Connect Time, Conditional Acceptance",
  applies = "connection-oriented",
  observe = "Defer, then CF_ACCEPT: the socket's peer is the same client.",
  traps = "",
}

requirement "DEFER-03" {
  title = "The deferred request stays at the head",
  statement = "The next WSPAccept presents the deferred request again, even if others are queued behind it.",
  level = "must",
  source = "Enhanced Functionality at Connect Time; WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Queue A, then B; defer A; the next invocation must show A.",
  traps = "A provider that rotates the queue passes DEFER-02 with one client but fails here.",
}

requirement "DEFER-04" {
  title = "Deferral takes no action on the request",
  statement = "The provider neither accepts nor refuses the request when it is deferred.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "After the deferral fence with a control connection, then poll the client: a still-connecting client is still connecting (no FD_CONNECT); an already connected one has no FD_CLOSE and its receive reports WSAEWOULDBLOCK. Then accept and exchange data.",
  traps = "Handshake-first stacks have the client connected from the start; only the absence of a close is then meaningful.",
}

requirement "DEFER-05" {
  title = "Deferral does not re-enable FD_ACCEPT",
  statement = "A WSPAccept that fails with WSATRY_AGAIN does not re-enable the FD_ACCEPT notification.",
  level = "must",
  source = "WSAAsyncSelect and WSAEventSelect, re-enabling tables",
  applies = "connection-oriented",
  observe = "Consume the first FD_ACCEPT, defer, fence on a control listener: no second FD_ACCEPT for the listener, by event record and by WPUPostMessage log.",
  traps = "The same pages say that any call of a re-enabling function, even a failing one, re-enables; the deferral is the stated exception and wins.",
}

requirement "DEFER-06" {
  title = "No indication for newcomers while a deferral is at the head",
  statement = "While a deferred request heads the queue the provider issues no further indications for pending requests, including ones that arrive later.",
  level = "must",
  source = "Enhanced Functionality at Connect Time, Conditional Acceptance",
  applies = "connection-oriented",
  observe = "Defer A; connect B and prove its arrival (client connected, or control fence after it); FD_ACCEPT must be absent. Then accept A and require exactly one FD_ACCEPT, for B: silence followed by that release is the proof.",
  traps = "Known deviation: Wine 8.0 signals FD_ACCEPT for B. Without the release step a slow provider passes vacuously.",
}

requirement "DEFER-07" {
  title = "Accepting the deferred request resumes indications",
  statement = "Once the deferred request is accepted, waiting requests are indicated again.",
  level = "must",
  source = "Enhanced Functionality at Connect Time; WSAEventSelect (level-triggered FD_ACCEPT)",
  applies = "connection-oriented",
  observe = "Second half of DEFER-06; wait for FD_ACCEPT with a deadline, then accept B.",
  traps = "",
}

requirement "DEFER-08" {
  title = "Rejecting the deferred request resumes indications",
  statement = "Once the deferred request is rejected, waiting requests are indicated again.",
  level = "must",
  source = "Enhanced Functionality at Connect Time; WSAEventSelect",
  applies = "connection-oriented",
  observe = "As DEFER-07 with CF_REJECT.",
  traps = "",
}

requirement "DEFER-09" {
  title = "A request may be deferred repeatedly",
  statement = "Each WSPAccept on a deferred request may defer again with the same result.",
  level = "must",
  source = "WSPAccept, Remarks (derived)",
  applies = "connection-oriented",
  observe = "Defer 32 times, then accept; handle count and indications unchanged meanwhile.",
  traps = "The text foresees accept or reject on the next call but does not forbid another deferral.",
}

requirement "DEFER-10" {
  title = "A deferred request can be rejected",
  statement = "A later CF_REJECT on the deferred request fails with WSAECONNREFUSED and dismisses it.",
  level = "must",
  source = "WSPAccept, Remarks; Enhanced Functionality at Connect Time",
  applies = "connection-oriented",
  observe = "Defer, reject, check the client as in REJECT-02 and an empty queue.",
  traps = "",
}

requirement "DEFER-11" {
  title = "A deferred request can be accepted without a condition function",
  statement = "WSPAccept with a NULL condition function accepts a deferred request.",
  level = "should",
  source = "WSPAccept, Remarks (derived)",
  applies = "connection-oriented",
  observe = "Defer, then NULL callback; same peer.",
  traps = "The text only speaks of calling again with a function; public compatibility tests show this on Windows.",
}

requirement "DEFER-12" {
  title = "The second presentation equals the first",
  statement = "Caller identifier, caller data, flow specification and callee identifier are the same each time the request is presented.",
  level = "must",
  source = "WSPAccept, Remarks; Enhanced Functionality at Connect Time (derived)",
  applies = "connection-oriented",
  observe = "Record copies in each invocation and compare; include caller data of maximal size.",
  traps = "",
}

requirement "DEFER-13" {
  title = "A blocking listener does not wait while a deferral is queued",
  statement = "WSPAccept on a blocking listener whose only request is deferred presents that request at once.",
  level = "must",
  source = "WSPAccept, Remarks (blocking only without pending requests)",
  applies = "connection-oriented",
  observe = "Blocking listener, defer, call again: the condition function runs without a blocking-hook query.",
  traps = "",
}

requirement "DEFER-14" {
  title = "A deferral keeps a non-blocking accept from reporting an empty queue",
  statement = "WSPAccept on a non-blocking listener with only a deferred request does not fail with WSAEWOULDBLOCK.",
  level = "must",
  source = "WSPAccept, Return value",
  applies = "connection-oriented",
  observe = "Defer, call again, check the invocation count.",
  traps = "",
}

requirement "DEFER-15" {
  title = "A deferred request that is withdrawn is reported or removed",
  statement = "If the caller gives up during a deferral the next WSPAccept reports WSAECONNRESET or WSAEACCES or goes on to the next request; it does not yield a socket.",
  level = "must",
  source = "WSPAccept, Return value",
  applies = "connection-oriented",
  observe = "Defer A, abort A, fence, accept with a recording function; then B must be reachable.",
  traps = "Handshake-first stacks may still present A and return a dead socket.",
}

requirement "DEFER-16" {
  title = "Withdrawal of the deferred head ends the silence",
  statement = "When the deferred head disappears, requests behind it are indicated again.",
  level = "should",
  source = "Enhanced Functionality at Connect Time (derived)",
  applies = "connection-oriented",
  observe = "Defer A, queue B, abort A; either FD_ACCEPT for B arrives by itself, or after one WSPAccept call that reports A's loss.",
  traps = "No rule says whether the withdrawal itself must trigger the indication: require it at the latest after the next WSPAccept.",
}

requirement "DEFER-17" {
  title = "Deferral creates no descriptor",
  statement = "A deferred WSPAccept leaves no net change in descriptors.",
  level = "must",
  source = "WSPAccept, Remarks (derived)",
  applies = "connection-oriented",
  observe = "Compare create/modify and close upcall counts across DEFER-09.",
  traps = "A provider that allocates early must release before returning.",
}

requirement "DEFER-18" {
  title = "Other listeners are unaffected",
  statement = "A deferral on one listener does not delay indications or accepts on another.",
  level = "must",
  source = "Enhanced Functionality at Connect Time (derived)",
  applies = "connection-oriented",
  observe = "The control listener used as fence is the test.",
  traps = "",
}

requirement "DEFER-19" {
  title = "Reply data of a deferred call is discarded",
  statement = "Bytes written to lpCalleeData in a call that ends in CF_DEFER are not sent.",
  level = "should",
  source = "WSPAccept, Remarks (no action, derived)",
  applies = "XP1_CONNECT_DATA",
  observe = "Write pattern 1 and defer, write pattern 2 and accept; the client receives only pattern 2. Also defer with a pattern and accept with len 0: client len 0.",
  traps = "",
}

requirement "DEFER-20" {
  title = "Another thread may complete the deferral",
  statement = "The renewed WSPAccept may be issued from a different thread.",
  level = "should",
  source = "WSPAccept, Remarks (derived)",
  applies = "connection-oriented",
  observe = "Defer on thread 1, accept on thread 2; the condition function runs on thread 2. A WSPAccept that waits on thread 2 while thread 1 decides is given the request once it is deferred.",
  traps = "The documents have one call after the other in mind: that a call which waits already is woken is no more than what blocking until a request is present says.",
}

requirement "DEFER-21" {
  title = "A waiting client keeps waiting during the deferral",
  statement = "Where the protocol reports the decision to the caller, its blocking WSPConnect does not return until the request is accepted or rejected.",
  level = "should",
  source = "Protocol Basics: Listen, Connect, Accept",
  applies = "connection-oriented",
  observe = "Client thread in WSPConnect; after the deferral and a fence the thread has not returned; accept; it returns 0.",
  traps = "TCP/IP in its default mode completes the connection before the condition function runs; only SO_CONDITIONAL_ACCEPT changes that.",
}

requirement "DEFER-22" {
  title = "WSPSelect during a deferral",
  statement = "Whether a listener whose head is deferred is readable is not defined.",
  level = "may",
  source = "WSPSelect, Remarks; Enhanced Functionality at Connect Time",
  applies = "connection-oriented",
  observe = "Zero-timeout WSPSelect after the deferral: record readable or not; the result must be the same each time until the decision.",
  traps = "Readable means an accept will not block (true), but a report can be called a further indication. Never fail on either.",
}

requirement "DEFER-23" {
  title = "Re-registering during a deferral",
  statement = "A new WSPEventSelect or WSPAsyncSelect with FD_ACCEPT while a request is deferred may or may not indicate immediately.",
  level = "may",
  source = "WSAEventSelect, Remarks (persistence of events)",
  applies = "connection-oriented",
  observe = "Register again after the deferral and record whether FD_ACCEPT appears; afterwards the decision must still work.",
  traps = "Persistence says an event that already happened is recorded at registration; the deferral rule says no further indications. Recommended reading: silent.",
}
