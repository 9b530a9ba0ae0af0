-- INHERIT: what an accepted socket takes over. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "INHERIT-01" {
  title = "The accepted socket has the listener's properties",
  statement = "A socket created by WSPAccept starts out with the properties that the listener has.",
  level = "must",
  source = "WSPAccept, Remarks; Enhanced Functionality at Connect Time",
  applies = "connection-oriented",
  observe = "Run the option sweep of INHERIT-06 plus mode and registrations; every listed property equal.",
  traps = "Local name and listening state are obvious exceptions; nothing in the text says so.",
}

requirement "INHERIT-02" {
  title = "WSPEventSelect registration is inherited",
  statement = "Event object and event mask registered on the listener apply to the accepted socket.",
  level = "must",
  source = "WSPAccept, Remarks; WSAEventSelect, Remarks",
  applies = "connection-oriented",
  observe = "Register FD_ACCEPT|FD_READ|FD_CLOSE; accept; let the client send: the listener's event object is signalled and WSPEnumNetworkEvents on the accepted socket shows FD_READ.",
  traps = "",
}

requirement "INHERIT-03" {
  title = "WSPAsyncSelect registration is inherited",
  statement = "Window, message and mask registered on the listener apply to the accepted socket.",
  level = "must",
  source = "WSPAccept, Remarks; WSAAsyncSelect, Remarks",
  applies = "connection-oriented",
  observe = "Client sends: WPUPostMessage is called with the listener's hWnd and wMsg, wParam the accepted descriptor, event FD_READ.",
  traps = "",
}

requirement "INHERIT-04" {
  title = "Non-blocking mode is inherited",
  statement = "A socket accepted from a non-blocking listener is non-blocking.",
  level = "must",
  source = "WSPAccept, Remarks (same properties)",
  applies = "connection-oriented",
  observe = "FIONBIO on the listener, accept, receive on an idle connection: WSAEWOULDBLOCK.",
  traps = "BSD-derived readers expect the opposite; Windows inherits.",
}

requirement "INHERIT-05" {
  title = "Blocking mode is inherited",
  statement = "A socket accepted from a blocking listener blocks.",
  level = "must",
  source = "WSPAccept, Remarks (same properties)",
  applies = "connection-oriented",
  observe = "Receive on an idle accepted socket consults the blocking callback, or waits until the peer sends.",
  traps = "",
}

requirement "INHERIT-06" {
  title = "Socket options are inherited",
  statement = "Option values set on the listener read the same on the accepted socket.",
  level = "must",
  source = "WSPAccept, Remarks (same properties)",
  applies = "connection-oriented",
  observe = "Set SO_KEEPALIVE, SO_LINGER, SO_OOBINLINE, SO_SNDBUF, SO_RCVBUF, SO_DEBUG to values that differ from the default; compare with WSPGetSockOpt.",
  traps = "Options that a provider may ignore are only comparable if the listener reads back the set value. A stack may round the buffers of a connection up to whole segments.",
}

requirement "INHERIT-07" {
  title = "The listening state is not inherited",
  statement = "SO_ACCEPTCONN of an accepted socket is FALSE.",
  level = "must",
  source = "WSPAccept, Remarks (cannot accept more connections)",
  applies = "connection-oriented",
  observe = "Read it.",
  traps = "Follows from the prohibition rather than from a sentence about the option.",
}

requirement "INHERIT-08" {
  title = "Protocol information is the same",
  statement = "SO_PROTOCOL_INFOW and SO_TYPE of both sockets agree.",
  level = "must",
  source = "WSPAccept, Remarks; WSPGetSockOpt",
  applies = "connection-oriented",
  observe = "Compare the structures except dwProviderReserved.",
  traps = "",
}

requirement "INHERIT-09" {
  title = "The overlapped attribute is inherited",
  statement = "Overlapped I/O works on a socket accepted from an overlapped listener.",
  level = "should",
  source = "WSPAccept, Remarks; Socket Attribute Flags and Modes",
  applies = "connection-oriented",
  observe = "Overlapped WSPRecv with an event on the accepted socket.",
  traps = "",
}

requirement "INHERIT-10" {
  title = "Later registrations are independent",
  statement = "Changing the registration of the accepted socket does not change the listener's, and vice versa.",
  level = "must",
  source = "WSAEventSelect and WSAAsyncSelect, Remarks (derived)",
  applies = "connection-oriented",
  observe = "Cancel on the accepted socket, then queue another client: FD_ACCEPT still arrives on the listener.",
  traps = "",
}

requirement "INHERIT-11" {
  title = "The event record is not copied",
  statement = "The accepted socket starts with its own network-event record; an FD_ACCEPT recorded on the listener does not show up on it.",
  level = "should",
  source = "WSPEnumNetworkEvents, Remarks (derived)",
  applies = "connection-oriented",
  observe = "Leave an FD_ACCEPT unread on the listener (two clients), accept one, enumerate the accepted socket: FD_ACCEPT clear.",
  traps = "",
}

requirement "INHERIT-12" {
  title = "FD_WRITE is indicated on the accepted socket",
  statement = "If the inherited mask contains FD_WRITE it is indicated once the accepted socket can send.",
  level = "must",
  source = "WSAEventSelect and WSAAsyncSelect, Remarks",
  applies = "connection-oriented",
  observe = "Mask FD_ACCEPT|FD_WRITE; after the accept one FD_WRITE for the new descriptor, error 0, and no second one until a send would block.",
  traps = "",
}

requirement "INHERIT-13" {
  title = "FD_CLOSE is indicated on the accepted socket",
  statement = "If the inherited mask contains FD_CLOSE the client's shutdown is indicated with the accepted descriptor.",
  level = "must",
  source = "WSAAsyncSelect, Remarks",
  applies = "connection-oriented",
  observe = "Client shuts down; wParam / enumerated socket is the accepted one; never the listener.",
  traps = "",
}

requirement "INHERIT-14" {
  title = "Group membership is not inherited",
  statement = "The accepted socket is not a member of a group merely because the listener is.",
  level = "should",
  source = "WSPAccept, Remarks in the SPI documentation of 1998 (spec 2.2.1)",
  applies = "connection-oriented",
  observe = "If groups are supported at all: SO_GROUP_ID of the accepted socket is 0 unless g was set.",
  traps = "Absent from current pages, where everything about groups is reserved.",
}

requirement "INHERIT-15" {
  title = "Properties are taken at accept time",
  statement = "Options changed on the listener after a request was queued but before WSPAccept are in force for the accepted socket.",
  level = "may",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Queue, change SO_KEEPALIVE and the event mask, accept, read. Record which value was taken.",
  traps = "Stacks that create the connection at arrival copy earlier. Not decidable from the text.",
}

requirement "INHERIT-16" {
  title = "Changes after the accept do not propagate",
  statement = "Option changes on the listener after WSPAccept do not alter sockets already accepted.",
  level = "must",
  source = "WSPAccept, Remarks (derived)",
  applies = "connection-oriented",
  observe = "Accept, change, read the accepted socket.",
  traps = "",
}
