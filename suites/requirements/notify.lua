-- NOTIFY: FD_ACCEPT, FD_CONNECT, FD_CLOSE, WSPSelect. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "NOTIFY-01" {
  title = "FD_ACCEPT through an event object",
  statement = "After WSPEventSelect with FD_ACCEPT an arriving request sets the event object and records FD_ACCEPT with error 0.",
  level = "must",
  source = "WSPEventSelect, Remarks; WSPEnumNetworkEvents",
  applies = "connection-oriented",
  observe = "Wait on the event with a deadline, enumerate, check the bit and iErrorCode[FD_ACCEPT_BIT].",
  traps = "",
}

requirement "NOTIFY-02" {
  title = "FD_ACCEPT through a window message",
  statement = "After WSPAsyncSelect with FD_ACCEPT an arriving request makes the provider post wMsg to hWnd with the listener in wParam and FD_ACCEPT / error 0 in lParam.",
  level = "must",
  source = "WSPAsyncSelect, Remarks; WSAAsyncSelect, Remarks",
  applies = "connection-oriented",
  observe = "Recorder's WPUPostMessage compares all four arguments and signals a harness event.",
  traps = "The recorder need not own a real window unless the provider validates hWnd: create a message-only window.",
}

requirement "NOTIFY-03" {
  title = "Messages are posted through the upcall",
  statement = "Notification messages are delivered with WPUPostMessage.",
  level = "must",
  source = "Windows Messages; Upcalls Exposed by Windows Sockets 2 DLL",
  applies = "connection-oriented",
  observe = "Recorder swallows the message; the real window must receive nothing.",
  traps = "The function page says should, the overview says required.",
}

requirement "NOTIFY-04" {
  title = "One indication until re-enabled",
  statement = "After FD_ACCEPT was indicated no further FD_ACCEPT is indicated until WSPAccept is called.",
  level = "must",
  source = "WSAAsyncSelect and WSAEventSelect, Remarks",
  applies = "connection-oriented",
  observe = "Let three clients arrive (fenced); exactly one post, or one recorded bit with the event not set again after an enumeration that reset it.",
  traps = "Enumerating clears the record but does not re-enable.",
}

requirement "NOTIFY-05" {
  title = "WSPAccept re-enables FD_ACCEPT and it is level-triggered",
  statement = "If requests remain after a WSPAccept, FD_ACCEPT is indicated again immediately.",
  level = "must",
  source = "WSAAsyncSelect and WSAEventSelect, Remarks",
  applies = "connection-oriented",
  observe = "Queue three, accept one per indication; exactly three indications in total.",
  traps = "",
}

requirement "NOTIFY-06" {
  title = "A failing WSPAccept also re-enables",
  statement = "Any WSPAccept call, even a failing one, re-enables FD_ACCEPT, except the one that fails with WSATRY_AGAIN.",
  level = "must",
  source = "WSAAsyncSelect and WSAEventSelect, Remarks",
  applies = "connection-oriented",
  observe = "Make WSPAccept fail with WSAEFAULT (short addrlen) or by rejection while a second request waits: a new indication follows.",
  traps = "Usable with WSAEFAULT only if ACCEPT-19 showed that the request survives; otherwise rejection.",
}

requirement "NOTIFY-07" {
  title = "Registration after the arrival indicates at once",
  statement = "Registering FD_ACCEPT when a request is already pending indicates immediately.",
  level = "must",
  source = "WSAAsyncSelect and WSAEventSelect, Remarks",
  applies = "connection-oriented",
  observe = "Arrival proved by WSPSelect, then register; event signalled on return or within the deadline.",
  traps = "",
}

requirement "NOTIFY-08" {
  title = "Registration before listening is kept",
  statement = "A registration made before WSPListen takes effect for requests that arrive later.",
  level = "must",
  source = "WSPEventSelect, Remarks; WSAEventSelect example",
  applies = "connection-oriented",
  observe = "Register on the bound socket, listen, connect.",
  traps = "",
}

requirement "NOTIFY-09" {
  title = "Registering makes the socket non-blocking",
  statement = "WSPAsyncSelect and WSPEventSelect set the socket to non-blocking mode whatever mask is given.",
  level = "must",
  source = "WSPAsyncSelect and WSPEventSelect, Remarks",
  applies = "connection-oriented",
  observe = "Register mask 0 and mask FD_ACCEPT; an accept on the empty listener gives WSAEWOULDBLOCK.",
  traps = "",
}

requirement "NOTIFY-10" {
  title = "Blocking mode cannot be restored while registered",
  statement = "FIONBIO 0 fails with WSAEINVAL as long as a registration is active.",
  level = "must",
  source = "WSPIoctl, FIONBIO",
  applies = "connection-oriented",
  observe = "Register, try, check the code and that the socket is still non-blocking.",
  traps = "",
}

requirement "NOTIFY-11" {
  title = "Blocking mode can be restored after cancelling",
  statement = "After a registration with mask 0 FIONBIO 0 succeeds.",
  level = "must",
  source = "WSPIoctl, FIONBIO",
  applies = "connection-oriented",
  observe = "Cancel by each of the two functions.",
  traps = "",
}

requirement "NOTIFY-12" {
  title = "A registration replaces the previous one",
  statement = "Each WSPAsyncSelect or WSPEventSelect cancels any earlier registration of either kind on that socket.",
  level = "must",
  source = "WSPAsyncSelect and WSPEventSelect, Remarks",
  applies = "connection-oriented",
  observe = "Four orders of the two functions; only the last target is notified.",
  traps = "The message example in one page is printed the wrong way round; masks are not merged.",
}

requirement "NOTIFY-13" {
  title = "Mask zero cancels",
  statement = "A zero mask ends notification; with WSPEventSelect the event handle is then ignored.",
  level = "must",
  source = "WSPEventSelect and WSPAsyncSelect, Remarks",
  applies = "connection-oriented",
  observe = "Cancel with a NULL and with a bogus event handle: 0. Then connect, fence: silence.",
  traps = "A message posted before the cancellation may still be in a queue; the recorder sees the time of posting.",
}

requirement "NOTIFY-14" {
  title = "WSPEventSelect clears the record",
  statement = "A new WSPEventSelect clears the internal event record.",
  level = "must",
  source = "WSPEventSelect, Remarks",
  applies = "connection-oriented",
  observe = "Record FD_ACCEPT, register for FD_CLOSE only, enumerate: nothing recorded.",
  traps = "With FD_ACCEPT in the new mask the pending request is recorded anew (NOTIFY-07).",
}

requirement "NOTIFY-15" {
  title = "WSPEnumNetworkEvents copies and clears",
  statement = "WSPEnumNetworkEvents returns the record of events and clears it, so that a second call returns none.",
  level = "must",
  source = "WSPEnumNetworkEvents, Remarks",
  applies = "connection-oriented",
  observe = "Two calls in a row.",
  traps = "",
}

requirement "NOTIFY-16" {
  title = "WSPEnumNetworkEvents resets the given event atomically",
  statement = "A non-NULL event handle is reset with the clearing; NULL leaves the event signalled.",
  level = "must",
  source = "WSPEnumNetworkEvents, Remarks",
  applies = "connection-oriented",
  observe = "Check the event with a zero wait after each form. Atomicity: a following occurrence always leaves the event set.",
  traps = "Atomicity itself is only testable statistically; require no lost indication over many rounds.",
}

requirement "NOTIFY-17" {
  title = "Only the matching error slots are written",
  statement = "Elements of iErrorCode whose bit is clear in lNetworkEvents keep their previous content.",
  level = "must",
  source = "WSPEnumNetworkEvents, Remarks",
  applies = "connection-oriented",
  observe = "Poison the ten elements, enumerate FD_ACCEPT, compare the other nine.",
  traps = "Many implementations zero the array.",
}

requirement "NOTIFY-18" {
  title = "A failed enumeration changes nothing",
  statement = "If WSPEnumNetworkEvents fails the record is kept and the event is not reset.",
  level = "must",
  source = "WSPEnumNetworkEvents, Remarks",
  applies = "connection-oriented",
  observe = "NULL result pointer (guarded) or a bad event handle; then a proper call must still return FD_ACCEPT.",
  traps = "Which invalid argument is detected is provider specific; the code may be WSAEINVAL or WSAEFAULT.",
}

requirement "NOTIFY-19" {
  title = "Only nominated events are recorded",
  statement = "Events outside the registered mask are neither recorded nor signalled.",
  level = "must",
  source = "WSPEnumNetworkEvents, Remarks",
  applies = "connection-oriented",
  observe = "Register FD_CLOSE only on a listener, connect a client, fence, enumerate: empty.",
  traps = "",
}

requirement "NOTIFY-20" {
  title = "WSPAsyncSelect ends recording for enumeration",
  statement = "After WSPAsyncSelect events are no longer recorded for WSPEnumNetworkEvents.",
  level = "must",
  source = "WSPEnumNetworkEvents and WSPEventSelect, Remarks",
  applies = "connection-oriented",
  observe = "Switch to messages, connect, enumerate: no bits.",
  traps = "",
}

requirement "NOTIFY-21" {
  title = "FD_CONNECT on success",
  statement = "A non-blocking connect that succeeds is indicated by FD_CONNECT with error 0.",
  level = "must",
  source = "WSPConnect, Remarks",
  applies = "connection-oriented",
  observe = "Both mechanisms; the socket then sends.",
  traps = "",
}

requirement "NOTIFY-22" {
  title = "FD_CONNECT on failure carries the reason",
  statement = "A non-blocking connect that fails is indicated by FD_CONNECT with the specific code.",
  level = "must",
  source = "WSPConnect, Remarks; WSPEnumNetworkEvents code table",
  applies = "connection-oriented",
  observe = "Connect to a bound but not listening endpoint of the same provider: WSAECONNREFUSED.",
  traps = "",
}

requirement "NOTIFY-23" {
  title = "FD_CONNECT also on immediate success",
  statement = "FD_CONNECT is indicated even when the connect completed at once.",
  level = "should",
  source = "WSAAsyncSelect, event summary",
  applies = "all",
  observe = "Datagram connect with FD_CONNECT registered; loop-back stream connect that returns 0.",
  traps = "",
}

requirement "NOTIFY-24" {
  title = "FD_CONNECT has no re-enabling function",
  statement = "FD_CONNECT is indicated once per connection attempt.",
  level = "must",
  source = "WSAAsyncSelect and WSAEventSelect, re-enabling tables",
  applies = "connection-oriented",
  observe = "After success do sends and receives; total of FD_CONNECT indications is 1 at the end of the conversation.",
  traps = "",
}

requirement "NOTIFY-25" {
  title = "FD_WRITE follows FD_CONNECT",
  statement = "If both are registered FD_WRITE is indicated after FD_CONNECT when the socket first becomes connected.",
  level = "must",
  source = "WSAAsyncSelect, Remarks",
  applies = "connection-oriented",
  observe = "Order in the recorder's post log.",
  traps = "Event-object mode shows no order.",
}

requirement "NOTIFY-26" {
  title = "FD_CLOSE on graceful close",
  statement = "A graceful close by the peer is indicated by FD_CLOSE with error 0.",
  level = "must",
  source = "Connection Shutdown; WSAAsyncSelect, Remarks",
  applies = "connection-oriented",
  observe = "Peer calls WSPShutdown SD_SEND or WSPSendDisconnect.",
  traps = "Needs XP1_GRACEFUL_CLOSE; otherwise closes are abortive.",
}

requirement "NOTIFY-27" {
  title = "FD_CLOSE on abortive close",
  statement = "An abortive close by the peer is indicated by FD_CLOSE with WSAECONNRESET.",
  level = "must",
  source = "WSAAsyncSelect, Remarks; WSPEnumNetworkEvents code table",
  applies = "connection-oriented",
  observe = "Peer closes with SO_LINGER on and zero time.",
  traps = "",
}

requirement "NOTIFY-28" {
  title = "FD_CLOSE waits for unread data on a graceful close",
  statement = "FD_CLOSE of a graceful close is indicated only when all received data was read.",
  level = "must",
  source = "WSAAsyncSelect, event summary",
  applies = "connection-oriented",
  observe = "Peer sends 10 bytes and shuts down; read 5; fence; no FD_CLOSE; read the rest; FD_CLOSE arrives.",
  traps = "One sentence uses should; the summary is categorical.",
}

requirement "NOTIFY-29" {
  title = "Closure is not announced by FD_READ",
  statement = "The end of a connection produces FD_CLOSE and no FD_READ.",
  level = "must",
  source = "WSAAsyncSelect and WSAEventSelect, Remarks",
  applies = "connection-oriented",
  observe = "No data, peer shuts down, mask FD_READ|FD_CLOSE.",
  traps = "",
}

requirement "NOTIFY-30" {
  title = "No FD_CLOSE after the local close",
  statement = "After WSPCloseSocket no FD_CLOSE is indicated for that socket.",
  level = "must",
  source = "WSPCloseSocket, Remarks",
  applies = "connection-oriented",
  observe = "Close locally with a registration active, let the peer close, fence: silence.",
  traps = "",
}

requirement "NOTIFY-31" {
  title = "Closing cancels the registration",
  statement = "Closing a socket ends its notifications; the event object stays the caller's.",
  level = "must",
  source = "WSAEventSelect, Remarks",
  applies = "connection-oriented",
  observe = "Close the listener with a request queued: no signal afterwards; the event handle is still usable.",
  traps = "",
}

requirement "NOTIFY-32" {
  title = "WSPSelect reports a pending request as readability",
  statement = "A listener with a pending request is in readfds and the following WSPAccept does not block.",
  level = "must",
  source = "WSPSelect, Remarks",
  applies = "connection-oriented",
  observe = "WSPSelect with deadline, then accept on a blocking listener.",
  traps = "",
}

requirement "NOTIFY-33" {
  title = "WSPSelect reports connect success as writability",
  statement = "A connecting socket appears in writefds when the connection is established.",
  level = "must",
  source = "WSPSelect, Remarks",
  applies = "connection-oriented",
  observe = "Non-blocking connect, accept at the peer, select.",
  traps = "",
}

requirement "NOTIFY-34" {
  title = "WSPSelect reports connect failure in exceptfds",
  statement = "A connecting socket whose attempt failed appears in exceptfds.",
  level = "must",
  source = "WSPSelect, Remarks",
  applies = "connection-oriented",
  observe = "Connect to a non-listening endpoint.",
  traps = "",
}

requirement "NOTIFY-35" {
  title = "A zero timeout polls",
  statement = "WSPSelect with {0,0} returns at once with 0 when nothing is ready, without blocking hook.",
  level = "must",
  source = "WSPSelect, Remarks",
  applies = "connection-oriented",
  observe = "Idle listener; result 0, sets emptied, hook counter unchanged, timeval unchanged.",
  traps = "",
}

requirement "NOTIFY-36" {
  title = "WSPSelect argument errors",
  statement = "All three sets NULL gives WSAEINVAL; a member that is not a socket gives WSAENOTSOCK.",
  level = "must",
  source = "WSPSelect, Return value",
  applies = "all",
  observe = "Two calls; the sets are unchanged after the failures.",
  traps = "Empty non-NULL sets are forbidden too, code unnamed (WSAEINVAL expected).",
}

requirement "NOTIFY-37" {
  title = "WSPSelect leaves registrations alone",
  statement = "WSPSelect has no effect on the persistence of events registered otherwise.",
  level = "must",
  source = "WSPSelect, Note",
  applies = "connection-oriented",
  observe = "Register FD_ACCEPT, poll before and after an arrival; the indication still comes, once.",
  traps = "",
}

requirement "NOTIFY-38" {
  title = "Invalid window or event handles give WSAEINVAL",
  statement = "WSPAsyncSelect with a window that does not exist and WSPEventSelect with an invalid event fail with WSAEINVAL.",
  level = "should",
  source = "WSPAsyncSelect and WSPEventSelect, Return value",
  applies = "all",
  observe = "Destroyed window handle; closed event handle; non-zero mask.",
  traps = "A provider that notifies only through WPUPostMessage cannot validate a window by itself: accept success.",
}

requirement "NOTIFY-39" {
  title = "Registration on a non-socket gives WSAENOTSOCK",
  statement = "WSPAsyncSelect, WSPEventSelect and WSPEnumNetworkEvents on an unknown descriptor fail with WSAENOTSOCK.",
  level = "must",
  source = "Return value sections of the three functions",
  applies = "all",
  observe = "Unknown handle value.",
  traps = "",
}

requirement "NOTIFY-40" {
  title = "All ten event bits are acceptable",
  statement = "A mask with every FD_ bit, including the reserved FD_GROUP_QOS, is accepted, and reserved events never fire.",
  level = "should",
  source = "WSPEventSelect, Remarks",
  applies = "connection-oriented",
  observe = "Register FD_ALL_EVENTS, run a whole conversation: no FD_GROUP_QOS, FD_QOS only on XP1_QOS_SUPPORTED.",
  traps = "",
}
