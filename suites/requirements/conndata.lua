-- CONNDATA: user data at connect time. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "CONNDATA-01" {
  title = "Caller data arrives intact",
  statement = "Bytes supplied in lpCallerData of WSPConnect appear unchanged in content and length in the condition function's lpCallerData.",
  level = "must",
  source = "Enhanced Functionality at Connect Time, Exchanging User Data at Connect Time; WSPConnect, Remarks",
  applies = "XP1_CONNECT_DATA",
  observe = "Send lengths 1, 2, 16 and the measured limit with a pattern containing all byte values including NUL; copy inside the condition function and compare.",
  traps = "The flag promises the mechanism, not a size: find the limit first (CONNDATA-14). Built-in TCP/IP does not set the flag; native ATM does.",
}

requirement "CONNDATA-02" {
  title = "No caller data yields none at the listener",
  statement = "With lpCallerData NULL in WSPConnect the condition function sees no caller data.",
  level = "must",
  source = "WSPConnect, Remarks; WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Connect with NULL; in the condition function lpCallerData must be NULL or have len 0.",
  traps = "WSPAccept says NULL pointer for protocols without caller information, while structures with len 0 are what stacks give (Wine 8.0). Treat NULL and len 0 alike and report which.",
}

requirement "CONNDATA-03" {
  title = "Zero-length caller data equals none",
  statement = "A WSABUF with len 0 is accepted by WSPConnect and is seen by the listener as no data.",
  level = "should",
  source = "WSPConnect, Remarks (derived)",
  applies = "connection-oriented",
  observe = "len 0 with buf NULL and with buf non-NULL; on providers without support the call must not fail merely for the structure, but WSAEPROTONOSUPPORT is tolerated and recorded.",
  traps = "Whether a non-NULL structure of zero length already counts as use of the argument is open.",
}

requirement "CONNDATA-04" {
  title = "Reply data reaches the caller",
  statement = "Bytes placed in the condition function's lpCalleeData with an accepting decision arrive in the buffer of WSPConnect's lpCalleeData.",
  level = "must",
  source = "Enhanced Functionality at Connect Time; WSPAccept and WSPConnect, Remarks",
  applies = "XP1_CONNECT_DATA",
  observe = "Blocking client thread; compare content and length after return.",
  traps = "",
}

requirement "CONNDATA-05" {
  title = "lpCalleeData len becomes the number of reply bytes",
  statement = "On completion len of WSPConnect's lpCalleeData is the amount delivered, no longer the capacity.",
  level = "must",
  source = "WSPConnect, Remarks",
  applies = "XP1_CONNECT_DATA",
  observe = "Capacity larger than the reply; check len; guard bytes after the reply untouched.",
  traps = "",
}

requirement "CONNDATA-06" {
  title = "len is zero when nothing was passed back",
  statement = "If the peer supplied no data, len of lpCalleeData is set to 0.",
  level = "must",
  source = "WSPConnect, Remarks",
  applies = "connection-oriented",
  observe = "Provide a 64-byte poisoned buffer with len 64; accept without reply data and without a condition function; len must be 0 and the buffer untouched, on providers without support too.",
  traps = "Measured on Wine 8.0: len keeps the input value. The sentence is unconditional, so it reaches providers without the flag as well; there a deviation counts as a warning only.",
}

requirement "CONNDATA-07" {
  title = "A NULL lpCalleeData is allowed",
  statement = "Connecting without a reply buffer succeeds even when the listener supplies reply data, which is then dropped.",
  level = "must",
  source = "WSPConnect, Remarks",
  applies = "XP1_CONNECT_DATA",
  observe = "Listener replies; client passes NULL; success and a clean byte stream.",
  traps = "",
}

requirement "CONNDATA-08" {
  title = "Reply data is valid when the blocking call returns",
  statement = "On a blocking socket the content and len of lpCalleeData are final when WSPConnect returns 0.",
  level = "must",
  source = "WSPConnect, Remarks",
  applies = "XP1_CONNECT_DATA",
  observe = "Copy immediately on return, compare, and compare again after a control exchange: no later change.",
  traps = "",
}

requirement "CONNDATA-09" {
  title = "Reply data is valid after FD_CONNECT on a non-blocking socket",
  statement = "On a non-blocking socket content and len of lpCalleeData are final once FD_CONNECT has been reported.",
  level = "must",
  source = "WSPConnect, Remarks",
  applies = "XP1_CONNECT_DATA",
  observe = "Keep WSABUF and buffer alive; after the FD_CONNECT record is read, without any other call, compare.",
  traps = "WSABUF itself, not only the bytes behind it, must stay valid until then; the text does not say so expressly. A provider that copies lazily in another thread must still finish before the notification.",
}

requirement "CONNDATA-10" {
  title = "Caller data may be reused after the call returns",
  statement = "The caller's data buffer and its WSABUF belong to the caller again when WSPConnect returns, even with WSAEWOULDBLOCK.",
  level = "should",
  source = "WSPConnect, Remarks (value parameter)",
  applies = "XP1_CONNECT_DATA",
  observe = "Non-blocking connect, overwrite data and WSABUF at once, compare at the listener with the original.",
  traps = "",
}

requirement "CONNDATA-11" {
  title = "Unsupported caller data gives WSAEPROTONOSUPPORT",
  statement = "A provider that cannot carry user data refuses non-empty lpCallerData on a connection-oriented socket with WSAEPROTONOSUPPORT.",
  level = "must",
  source = "WSPConnect, Return value",
  applies = "without XP1_CONNECT_DATA",
  observe = "16 bytes of data to a live listener: SOCKET_ERROR and WSAEPROTONOSUPPORT; fence: the listener has no request; then a plain connect on the same socket succeeds.",
  traps = "Stacks exist that accept and ignore the data (measured on Wine 8.0). The error is listed without condition and the silent-ignore sentence is limited to connectionless sockets, so ignoring is a failure.",
}

requirement "CONNDATA-12" {
  title = "A reply buffer alone is no error without support",
  statement = "With lpCallerData NULL and a reply buffer present, a provider without connect data connects normally.",
  level = "should",
  source = "WSPConnect, Return value (only the caller argument is named) and Remarks",
  applies = "without XP1_CONNECT_DATA",
  observe = "Connect with only lpCalleeData; 0 expected; len per CONNDATA-06.",
  traps = "",
}

requirement "CONNDATA-13" {
  title = "Connectionless sockets ignore both arguments",
  statement = "On a connectionless socket non-NULL lpCallerData and lpCalleeData are ignored without an error.",
  level = "must",
  source = "WSPConnect, Remarks",
  applies = "connectionless",
  observe = "Datagram connect with both; 0 expected; the peer receives no extra datagram (fence with one explicit datagram).",
  traps = "Whether len is set to 0 is not said: the parameters are ignored, so do not check len.",
}

requirement "CONNDATA-14" {
  title = "Too much caller data gives WSAEFAULT",
  statement = "Caller data longer than the provider can carry is refused with WSAEFAULT and no request is made.",
  level = "must",
  source = "WSPConnect, Return value",
  applies = "XP1_CONNECT_DATA",
  observe = "Binary search between 1 and 65536 for the largest accepted length; at limit+1 require WSAEFAULT, fence, and no request at the listener; the limit must be stable over several searches.",
  traps = "No page names a limit and no catalogue field publishes it. If 65536 bytes pass, report an unlimited provider and skip.",
}

requirement "CONNDATA-15" {
  title = "Too small a reply buffer gives WSAEFAULT",
  statement = "When the reply does not fit lpCalleeData's len, WSPConnect reports WSAEFAULT.",
  level = "must",
  source = "WSPConnect, Return value",
  applies = "XP1_CONNECT_DATA",
  observe = "Reply of 8 bytes, capacity 4: blocking: SOCKET_ERROR and WSAEFAULT; non-blocking: FD_CONNECT with WSAEFAULT or immediate WSAEFAULT; guard bytes behind the capacity untouched in all cases.",
  traps = "A provider may check the capacity against a fixed maximum before connecting, or against the actual reply afterwards. Truncation with success contradicts the page. What becomes of the accepted connection is not said: do not assert it.",
}

requirement "CONNDATA-16" {
  title = "An unusable reply descriptor gives WSAEFAULT",
  statement = "lpCalleeData whose buf is inaccessible while len is positive leads to WSAEFAULT rather than a crash.",
  level = "should",
  source = "WSPConnect, Return value (derived)",
  applies = "XP1_CONNECT_DATA",
  observe = "buf NULL with len 16, reply of 8 bytes, exception guard.",
  traps = "",
}

requirement "CONNDATA-17" {
  title = "The largest reply the condition function announces can be sent",
  statement = "The full capacity given to the condition function in lpCalleeData can be used and arrives completely at a caller with enough room.",
  level = "must",
  source = "WSPAccept, Remarks; Enhanced Functionality at Connect Time",
  applies = "XP1_CONNECT_DATA",
  observe = "Fill exactly the announced len; the client provides the same capacity plus guard bytes.",
  traps = "",
}

requirement "CONNDATA-18" {
  title = "The condition function sets the reply length",
  statement = "Only the first len bytes, as set by the condition function on return, are sent.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "XP1_CONNECT_DATA",
  observe = "Write the whole capacity, set len to 3: the client gets exactly 3 bytes.",
  traps = "Leaving len unchanged means the full capacity is sent; a condition function that has nothing to say must set 0. Both are separate cases.",
}

requirement "CONNDATA-19" {
  title = "A reply length beyond the capacity is contained",
  statement = "If the condition function raises len above the capacity, the provider does not read beyond its buffer.",
  level = "should",
  source = "WSPAccept, Remarks (derived)",
  applies = "XP1_CONNECT_DATA",
  observe = "Set len to capacity+1: WSPAccept fails or the reply is cut to the capacity; never more bytes at the client; no crash.",
  traps = "No error code is named; WSAEINVAL or WSAEFAULT are plausible.",
}

requirement "CONNDATA-20" {
  title = "Reply data follows the decision",
  statement = "Reply data goes out with an acceptance only; after CF_DEFER it is dropped and a later presentation starts with a fresh buffer.",
  level = "should",
  source = "WSPAccept, Remarks",
  applies = "XP1_CONNECT_DATA",
  observe = "See DEFER-19; len shown at the second presentation equals the first capacity.",
  traps = "A rejecting listener may have its data carried by some protocols (REJECT-11); do not fail either way.",
}

requirement "CONNDATA-21" {
  title = "User data of queued requests is not mixed up",
  statement = "Each queued request keeps its own caller data, and each reply goes to its own caller.",
  level = "must",
  source = "Enhanced Functionality at Connect Time",
  applies = "XP1_CONNECT_DATA",
  observe = "Three clients with different data and lengths queued before the first accept; replies derived from the data; check each client.",
  traps = "",
}

requirement "CONNDATA-22" {
  title = "Connect data stays out of the byte stream",
  statement = "User data exchanged at connect time does not appear in WSPRecv, FD_READ or FIONREAD on either side.",
  level = "must",
  source = "Enhanced Functionality at Connect Time (out-of-stream exchange)",
  applies = "XP1_CONNECT_DATA",
  observe = "After acceptance both ends: FIONREAD 0, no FD_READ; then one explicit byte each way is the first byte read.",
  traps = "",
}

requirement "CONNDATA-23" {
  title = "Accepting without a condition function loses the caller data silently",
  statement = "When the listener uses no condition function, the connection is established and the caller's data is simply not seen.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "XP1_CONNECT_DATA",
  observe = "Connect with data, accept with NULL; success at both ends; reply len 0.",
  traps = "SO_CONNDATA, if supported, may still return it.",
}

requirement "CONNDATA-24" {
  title = "The flag tells the truth",
  statement = "XP1_CONNECT_DATA is set in the catalogue entry exactly when user data can be exchanged at connect time.",
  level = "must",
  source = "WSAPROTOCOL_INFO, XP1_CONNECT_DATA; Enhanced Functionality at Connect Time",
  applies = "connection-oriented",
  observe = "Probe with one byte independent of the flag and compare with dwServiceFlags1.",
  traps = "",
}

requirement "CONNDATA-25" {
  title = "Connect data and disconnect data are separate abilities",
  statement = "Connect-data and disconnect-data abilities are announced by separate flags and neither implies the other.",
  level = "must",
  source = "WSAPROTOCOL_INFO, dwServiceFlags1",
  applies = "connection-oriented",
  observe = "Probe both separately; compare with XP1_CONNECT_DATA and XP1_DISCONNECT_DATA.",
  traps = "",
}

requirement "CONNDATA-26" {
  title = "Retry after a connect-data error",
  statement = "A WSPConnect refused for its user-data arguments leaves the socket unconnected and usable.",
  level = "should",
  source = "WSPConnect, Return value (derived)",
  applies = "connection-oriented",
  observe = "After CONNDATA-11 or -14 connect without data on the same descriptor.",
  traps = "The list of retryable failures on the page does not contain these codes; a validation error nevertheless precedes any action.",
}

requirement "CONNDATA-27" {
  title = "Reply buffer is untouched by failed attempts",
  statement = "When the attempt fails, lpCalleeData reports no data.",
  level = "should",
  source = "WSPConnect, Remarks (len is zero when nothing was passed back)",
  applies = "XP1_CONNECT_DATA",
  observe = "Refused connect (no listener) and rejected connect without reply data: buffer bytes unchanged; len 0 or unchanged, recorded.",
  traps = "Validity is defined only for a completed operation; therefore len on failure is not asserted.",
}

requirement "CONNDATA-28" {
  title = "User data is independent of the message type",
  statement = "The exchange works for every connection-oriented socket type that the entry announces.",
  level = "should",
  source = "Enhanced Functionality at Connect Time",
  applies = "XP1_CONNECT_DATA",
  observe = "Repeat CONNDATA-01 and -04 for each catalogue entry with the flag, stream and message-oriented alike.",
  traps = "",
}
