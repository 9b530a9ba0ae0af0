-- DISCDATA: WSPSendDisconnect, WSPRecvDisconnect. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "DISCDATA-01" {
  title = "WSPSendDisconnect without data ends sending",
  statement = "WSPSendDisconnect with NULL data succeeds on a connected socket and starts an orderly end of the sending direction.",
  level = "must",
  source = "WSPSendDisconnect, Remarks; Graceful Shutdown, Linger Options, and Socket Closure",
  applies = "connection-oriented",
  observe = "Send a pattern, WSPSendDisconnect(NULL), peer reads the pattern and then the end mark (0 bytes or WSAEDISCON).",
  traps = "",
}

requirement "DISCDATA-02" {
  title = "Sends are disallowed afterwards",
  statement = "After a successful WSPSendDisconnect WSPSend on that socket fails with WSAESHUTDOWN.",
  level = "must",
  source = "WSPSendDisconnect, Remarks; WSPSend, Return value",
  applies = "connection-oriented",
  observe = "Immediate WSPSend; poison byte count.",
  traps = "",
}

requirement "DISCDATA-03" {
  title = "Reception continues after WSPSendDisconnect",
  statement = "The caller of WSPSendDisconnect can still receive what the peer sends where the protocol closes gracefully.",
  level = "must",
  source = "Graceful Shutdown, Linger Options, and Socket Closure",
  applies = "XP1_GRACEFUL_CLOSE",
  observe = "Peer answers after the end mark; the disconnecting side reads the answer.",
  traps = "Protocols without graceful close may drop the connection at once.",
}

requirement "DISCDATA-04" {
  title = "Disconnect data is delivered",
  statement = "Bytes given to WSPSendDisconnect are returned by WSPRecvDisconnect at the peer.",
  level = "must",
  source = "WSPSendDisconnect and WSPRecvDisconnect, Remarks",
  applies = "XP1_DISCONNECT_DATA",
  observe = "Pattern with NULs, various lengths to the limit; the peer waits for FD_CLOSE (or the receive's end mark), then WSPRecvDisconnect; compare content and len.",
  traps = "",
}

requirement "DISCDATA-05" {
  title = "The peer learns of the closure first",
  statement = "Disconnect data is picked up after FD_CLOSE, a zero-byte receive or WSAEDISCON has announced the closure, and is available from then on without waiting.",
  level = "must",
  source = "WSPRecvDisconnect, Remarks; WSARecvDisconnect",
  applies = "XP1_DISCONNECT_DATA",
  observe = "Three variants, one per announcement; WSPRecvDisconnect immediately after it must have the data.",
  traps = "What a WSPRecvDisconnect before the announcement does is not defined beyond disabling reception: never call it early in a delivery test.",
}

requirement "DISCDATA-06" {
  title = "Unsupported outgoing data gives WSAENOPROTOOPT",
  statement = "Non-NULL data on a provider without disconnect data makes WSPSendDisconnect fail with WSAENOPROTOOPT.",
  level = "must",
  source = "WSPSendDisconnect, Return value",
  applies = "without XP1_DISCONNECT_DATA",
  observe = "Four bytes; check the code; then the connection must still carry data in both directions, since nothing was done.",
  traps = "Measured on Wine 8.0: returns 0. Whether the failing call nevertheless shuts the sending side down is not said; treat usability afterwards as should.",
}

requirement "DISCDATA-07" {
  title = "Unsupported inbound data gives WSAENOPROTOOPT",
  statement = "WSPRecvDisconnect asking for data on a provider without disconnect data fails with WSAENOPROTOOPT.",
  level = "should",
  source = "WSPRecvDisconnect, Return value",
  applies = "without XP1_DISCONNECT_DATA",
  observe = "Non-NULL buffer after the peer's close. With NULL the call must succeed.",
  traps = "The page does not tie the error to a non-NULL argument, unlike WSPSendDisconnect. One CE version always fails with WSASYSCALLFAILURE. Some stacks succeed with len 0: report as a deviation, not a crash.",
}

requirement "DISCDATA-08" {
  title = "Unconnected sockets give WSAENOTCONN",
  statement = "Both functions fail with WSAENOTCONN on a connection-oriented socket that is not connected.",
  level = "must",
  source = "WSPSendDisconnect and WSPRecvDisconnect, Return value",
  applies = "connection-oriented",
  observe = "Fresh, bound and listening sockets; NULL data.",
  traps = "",
}

requirement "DISCDATA-09" {
  title = "Non-sockets give WSAENOTSOCK",
  statement = "Both functions fail with WSAENOTSOCK for a descriptor that is not a socket.",
  level = "must",
  source = "WSPSendDisconnect and WSPRecvDisconnect, Return value",
  applies = "all",
  observe = "INVALID_SOCKET and a closed descriptor.",
  traps = "",
}

requirement "DISCDATA-10" {
  title = "Inaccessible outgoing data gives WSAEFAULT",
  statement = "WSPSendDisconnect fails with WSAEFAULT when its data is not wholly accessible.",
  level = "must",
  source = "WSPSendDisconnect, Return value",
  applies = "XP1_DISCONNECT_DATA",
  observe = "WSABUF with buf at an inaccessible page; and a range that runs into one. The connection stays usable.",
  traps = "Without support WSAENOPROTOOPT may be found first.",
}

requirement "DISCDATA-11" {
  title = "A small inbound buffer gives WSAEFAULT",
  statement = "WSPRecvDisconnect fails with WSAEFAULT when the waiting data does not fit.",
  level = "must",
  source = "WSPRecvDisconnect, Return value",
  applies = "XP1_DISCONNECT_DATA",
  observe = "Eight bytes sent, room for four; guard bytes intact; a second call with enough room should still get them.",
  traps = "Retention after the failed call is not promised: record only.",
}

requirement "DISCDATA-12" {
  title = "No data gives length zero",
  statement = "If the peer disconnected without data, WSPRecvDisconnect succeeds and reports length 0.",
  level = "should",
  source = "WSPRecvDisconnect, Remarks (derived)",
  applies = "XP1_DISCONNECT_DATA",
  observe = "Peer uses WSPSendDisconnect(NULL), then closes; buffer len must become 0.",
  traps = "The page does not describe how the length comes back: the WSABUF's len is the only place.",
}

requirement "DISCDATA-13" {
  title = "WSPRecvDisconnect ends reception",
  statement = "After a successful WSPRecvDisconnect further receives on the socket are disallowed.",
  level = "must",
  source = "WSPRecvDisconnect, Remarks",
  applies = "connection-oriented",
  observe = "On a live connection, NULL buffer, then WSPRecv: WSAESHUTDOWN. The peer's sends do not fail because of it.",
  traps = "Lower layers are said to be unaffected in the SPI page; the API page describes a TCP reset when data arrives. Do not assert the peer's view beyond the first send.",
}

requirement "DISCDATA-14" {
  title = "Neither function closes the socket",
  statement = "After either function the descriptor remains valid until WSPCloseSocket.",
  level = "must",
  source = "WSPSendDisconnect and WSPRecvDisconnect, Remarks",
  applies = "connection-oriented",
  observe = "WSPGetSockOpt(SO_TYPE) succeeds, no WPUCloseSocketHandle in the recorder; WSPCloseSocket returns 0.",
  traps = "",
}

requirement "DISCDATA-15" {
  title = "Neither function blocks on SO_LINGER",
  statement = "Both return without waiting, whatever SO_LINGER says.",
  level = "must",
  source = "WSPSendDisconnect and WSPRecvDisconnect, Remarks",
  applies = "connection-oriented",
  observe = "Linger with 3600 seconds, peer not reading, send until WSAEWOULDBLOCK, then WSPSendDisconnect: returns within the deadline. No blocking-hook query in the recorder.",
  traps = "",
}

requirement "DISCDATA-16" {
  title = "Data sent before arrives before the closure",
  statement = "All data sent before WSPSendDisconnect is delivered before the peer sees the closure.",
  level = "must",
  source = "Graceful Shutdown, Linger Options, and Socket Closure",
  applies = "XP1_GRACEFUL_CLOSE",
  observe = "256 KiB pattern, WSPSendDisconnect, peer drains and checks; FD_CLOSE record only when drained.",
  traps = "",
}

requirement "DISCDATA-17" {
  title = "Both sides can finish in an orderly way",
  statement = "After each side has sent its disconnect and seen the other's, both close without an error indication.",
  level = "must",
  source = "Graceful Shutdown, Linger Options, and Socket Closure",
  applies = "XP1_GRACEFUL_CLOSE",
  observe = "Run the sequence A disconnects; B reads the end, sends a rest, disconnects; A reads the rest and the end; both close: FD_CLOSE code 0 at both ends.",
  traps = "",
}

requirement "DISCDATA-18" {
  title = "A second WSPSendDisconnect",
  statement = "Repeating WSPSendDisconnect on a socket whose sending side is already ended does no harm.",
  level = "may",
  source = "WSPSendDisconnect, Remarks (open)",
  applies = "connection-oriented",
  observe = "Second call: 0, WSAESHUTDOWN or WSAENOTCONN; the pending reception is unaffected.",
  traps = "",
}

requirement "DISCDATA-19" {
  title = "Disconnect data works in both directions",
  statement = "Each side of a connection may attach disconnect data to its own disconnect.",
  level = "should",
  source = "WSPSendDisconnect and WSPRecvDisconnect, Remarks (derived)",
  applies = "XP1_DISCONNECT_DATA",
  observe = "Sequence of DISCDATA-17 with different data in both directions.",
  traps = "Protocols that carry such data only on abrupt termination deliver one direction only; record.",
}

requirement "DISCDATA-20" {
  title = "Abortive closure is an error indication",
  statement = "When the peer resets the connection, FD_CLOSE carries WSAECONNRESET and WSPRecvDisconnect is still safe to call.",
  level = "should",
  source = "WSPEventSelect, FD_CLOSE codes; WSPCloseSocket, Remarks",
  applies = "connection-oriented",
  observe = "Peer closes with linger on and time zero; FD_CLOSE code WSAECONNRESET (or WSAECONNABORTED); WSPRecvDisconnect: 0 with len 0, WSAENOTCONN or WSAECONNRESET.",
  traps = "",
}

requirement "DISCDATA-21" {
  title = "Message-oriented sockets report WSAEDISCON",
  statement = "On a message-oriented connection the end mark of WSPRecv is the error WSAEDISCON; on a stream it is a zero count.",
  level = "should",
  source = "WSPRecv, Remarks",
  applies = "message-oriented, connection-oriented",
  observe = "After the peer's disconnect: stream 0 bytes and success, message-oriented SOCKET_ERROR with WSAEDISCON, zero-byte messages being distinguishable from it.",
  traps = "",
}
