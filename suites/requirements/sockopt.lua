-- SOCKOPT: options tied to connect time. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "SOCKOPT-01" {
  title = "SO_ACCEPTCONN is a read-only truth value",
  statement = "SO_ACCEPTCONN reads FALSE before WSPListen and TRUE after it; setting it is refused.",
  level = "must",
  source = "WSPGetSockOpt, SOL_SOCKET table; SOL_SOCKET Socket Options, SO_ACCEPTCONN",
  applies = "connection-oriented",
  observe = "Read on a fresh, bound, listening and accepted socket (0, 0, non-zero, 0); WSPSetSockOpt fails and a later read is unchanged.",
  traps = "TRUE means non-zero, not 1. The code for the refused set is WSAENOPROTOOPT or WSAEINVAL; neither page chooses.",
}

requirement "SOCKOPT-02" {
  title = "SO_ACCEPTCONN on connectionless sockets",
  statement = "On a connectionless socket SO_ACCEPTCONN reads FALSE or is unsupported.",
  level = "should",
  source = "SOL_SOCKET Socket Options, SO_ACCEPTCONN",
  applies = "connectionless",
  observe = "0 with FALSE, or WSAENOPROTOOPT.",
  traps = "The page only says that the option is valid for connection-oriented protocols.",
}

requirement "SOCKOPT-03" {
  title = "SO_CONDITIONAL_ACCEPT is off by default",
  statement = "Where it is supported SO_CONDITIONAL_ACCEPT reads FALSE on a new socket.",
  level = "must",
  source = "SO_CONDITIONAL_ACCEPT socket option; SOL_SOCKET Socket Options",
  applies = "connection-oriented, supporting SO_CONDITIONAL_ACCEPT",
  observe = "Read with a DWORD; WSAENOPROTOOPT means unsupported and skips SOCKOPT-03 to -08.",
  traps = "Unsupported on older providers and in Wine 8.0 (WSAENOPROTOOPT). The option was documented for Vista and later.",
}

requirement "SOCKOPT-04" {
  title = "SO_CONDITIONAL_ACCEPT can be set before listening",
  statement = "Setting the option to a non-zero value before WSPListen succeeds and reads back as TRUE.",
  level = "must",
  source = "SO_CONDITIONAL_ACCEPT socket option, Remarks",
  applies = "connection-oriented, supporting SO_CONDITIONAL_ACCEPT",
  observe = "Set 1 before the bind on one socket and after the bind on another; read back non-zero.",
  traps = "The kernel interface requires the option before the bind, the user-mode page before the listen: fail only if the before-bind variant does not work.",
}

requirement "SOCKOPT-05" {
  title = "SO_CONDITIONAL_ACCEPT is frozen by WSPListen",
  statement = "Changing SO_CONDITIONAL_ACCEPT on a listening socket fails with WSAEINVAL.",
  level = "must",
  source = "SO_CONDITIONAL_ACCEPT socket option, Return value and Remarks",
  applies = "connection-oriented, supporting SO_CONDITIONAL_ACCEPT",
  observe = "Listen, set 1: WSAEINVAL, read back unchanged.",
  traps = "",
}

requirement "SOCKOPT-06" {
  title = "SO_CONDITIONAL_ACCEPT needs a DWORD",
  statement = "An option length below the size of a DWORD gives WSAEFAULT.",
  level = "must",
  source = "SO_CONDITIONAL_ACCEPT socket option, Return value",
  applies = "connection-oriented, supporting SO_CONDITIONAL_ACCEPT",
  observe = "Set with lengths 0, 1 and 3.",
  traps = "Several stacks accept a one-byte boolean for other options: probe only this option with must.",
}

requirement "SOCKOPT-07" {
  title = "Conditional acceptance postpones the connection",
  statement = "With SO_CONDITIONAL_ACCEPT set the caller is not connected before the condition function accepts, and a rejection reaches it as a refused attempt.",
  level = "must",
  source = "SO_CONDITIONAL_ACCEPT socket option, Remarks",
  applies = "connection-oriented, supporting SO_CONDITIONAL_ACCEPT",
  observe = "Non-blocking client; in the condition function poll the client's record: no FD_CONNECT; after CF_ACCEPT FD_CONNECT with 0. Second run with CF_REJECT: FD_CONNECT with WSAECONNREFUSED.",
  traps = "The option also switches off the stack's protection against connection floods, and a slow callback lets the client time out: use a single client. It moves TCP from the handshake-first class to the decision-reporting class. That a rejection shows up as WSAECONNREFUSED follows from WSPAccept, not from the option's page.",
}

requirement "SOCKOPT-08" {
  title = "Conditional acceptance replaces the backlog",
  statement = "With SO_CONDITIONAL_ACCEPT set the stack keeps no fully connected requests ahead of the application's decision.",
  level = "should",
  source = "SO_CONDITIONAL_ACCEPT socket option, Remarks",
  applies = "connection-oriented, supporting SO_CONDITIONAL_ACCEPT",
  observe = "Three clients against one listener that does not accept: none of them reports success until its own acceptance.",
  traps = "The backlog argument then limits pending requests only; the page says its effect is disabled. Do not run the BACKLOG tests with this option.",
}

requirement "SOCKOPT-09" {
  title = "SO_CONNDATA belongs to protocols with connect data",
  statement = "SO_CONNDATA is supported by protocols that carry user data at connect time and answered with WSAENOPROTOOPT by others.",
  level = "should",
  source = "SOL_SOCKET Socket Options, SO_CONNDATA; getsockopt, Return value",
  applies = "connection-oriented",
  observe = "Get and set with 16 bytes: WSAENOPROTOOPT without the flag; with the flag either WSAENOPROTOOPT (option not offered) or a set that shows up in the listener's lpCallerData.",
  traps = "The option names legacy protocols (DECnet, OSI TP4); XP1_CONNECT_DATA does not imply it. The constant lives in mswsock.h.",
}

requirement "SOCKOPT-10" {
  title = "SO_CONNDATALEN and relatives are write-only",
  statement = "The four length options SO_CONNDATALEN, SO_CONNOPTLEN, SO_DISCDATALEN and SO_DISCOPTLEN cannot be read.",
  level = "should",
  source = "SOL_SOCKET Socket Options table",
  applies = "connection-oriented",
  observe = "WSPGetSockOpt fails with WSAENOPROTOOPT (preferred) for each.",
  traps = "Only meaningful as a classification: an unsupported option gives the same result.",
}

requirement "SOCKOPT-11" {
  title = "SO_CONNOPT, SO_DISCDATA and SO_DISCOPT follow the same rule",
  statement = "SO_CONNOPT, SO_DISCDATA and SO_DISCOPT are supported together with the matching service or answered with WSAENOPROTOOPT.",
  level = "should",
  source = "SOL_SOCKET Socket Options table; getsockopt, Return value",
  applies = "connection-oriented",
  observe = "As SOCKOPT-09.",
  traps = "",
}

requirement "SOCKOPT-12" {
  title = "SO_PROTOCOL_INFOW describes the socket's protocol",
  statement = "SO_PROTOCOL_INFOW returns a WSAPROTOCOL_INFOW of 628 bytes that matches the entry the socket was created from.",
  level = "must",
  source = "WSPGetSockOpt, SO_PROTOCOL_INFO; SOL_SOCKET Socket Options, SO_PROTOCOL_INFOW",
  applies = "all",
  observe = "Compare ProviderId, dwCatalogEntryId, family, type, protocol, dwServiceFlags1 and szProtocol with the entry given to WSPSocket; optlen returns sizeof. Repeat on accepted sockets.",
  traps = "For a chain the entry is the chain's. dwProviderReserved is private: do not compare. iProtocol may be the created protocol where the entry has a range.",
}

requirement "SOCKOPT-13" {
  title = "SO_PROTOCOL_INFO is read-only and length-checked",
  statement = "A buffer smaller than the structure gives WSAEFAULT and a set is refused.",
  level = "must",
  source = "WSPGetSockOpt, Return value; SOL_SOCKET Socket Options",
  applies = "all",
  observe = "optlen 627 with guard bytes; WSPSetSockOpt.",
  traps = "The A variant (372 bytes) is optional at the SPI, which is Unicode only.",
}

requirement "SOCKOPT-14" {
  title = "SO_MAX_MSG_SIZE agrees with the catalogue",
  statement = "For message-oriented sockets SO_MAX_MSG_SIZE is read-only and consistent with the entry's dwMessageSize.",
  level = "should",
  source = "WSPGetSockOpt, SO_MAX_MSG_SIZE; WSAPROTOCOL_INFO, dwMessageSize",
  applies = "message-oriented",
  observe = "Unsigned value; if dwMessageSize is none of 0, 1 and 0xFFFFFFFF both are equal; 1 means ask the socket (after bind), 0xFFFFFFFF unlimited. A set fails.",
  traps = "Meaningless for streams: value or WSAENOPROTOOPT, either passes.",
}

requirement "SOCKOPT-15" {
  title = "SO_CONNECT_TIME on a connected socket",
  statement = "SO_CONNECT_TIME, where supported, tells in whole seconds how long the connection has existed.",
  level = "should",
  source = "getsockopt, SO_CONNECT_TIME; AcceptEx, Remarks",
  applies = "connection-oriented, supporting SO_CONNECT_TIME",
  observe = "Read after the connection on both ends: a value below the elapsed harness time plus one; second read not smaller; a set fails.",
  traps = "Second granularity: never compare for equality.",
}

requirement "SOCKOPT-16" {
  title = "SO_CONNECT_TIME on an unconnected socket",
  statement = "An unconnected socket is told apart by SO_CONNECT_TIME, either with the value 0xFFFFFFFF or with a failure.",
  level = "should",
  source = "AcceptEx, Remarks; getsockopt, SO_CONNECT_TIME",
  applies = "connection-oriented, supporting SO_CONNECT_TIME",
  observe = "Fresh socket: success with 0xFFFFFFFF, or SOCKET_ERROR; any other value fails.",
  traps = "The two pages contradict each other. Wine 8.0 gives success and 0xFFFFFFFF.",
}

requirement "SOCKOPT-17" {
  title = "SO_UPDATE_ACCEPT_CONTEXT takes the listener",
  statement = "SO_UPDATE_ACCEPT_CONTEXT can only be set, takes the listening descriptor as value and gives the listener's properties to a socket accepted through AcceptEx.",
  level = "should",
  source = "SOL_SOCKET Socket Options; AcceptEx, Remarks",
  applies = "connection-oriented, offering AcceptEx",
  observe = "Get the extension through SIO_GET_EXTENSION_FUNCTION_POINTER, accept, check WSPGetSockName fails or not before, set with sizeof(SOCKET), check WSPGetPeerName and inherited options after. Reading fails.",
  traps = "Before the update the socket has default properties only; a provider without AcceptEx answers WSAENOPROTOOPT and is skipped. Not needed after WSPAccept: then it must fail or do nothing.",
}

requirement "SOCKOPT-18" {
  title = "SO_ERROR reports and clears",
  statement = "SO_ERROR returns the socket's stored error and resets it; successful calls on the socket do not reset it.",
  level = "must",
  source = "WSPGetSockOpt, SO_ERROR",
  applies = "all",
  observe = "Provoke an asynchronous connect failure, call WSPGetSockOpt(SO_TYPE), then SO_ERROR twice: code, then 0.",
  traps = "See CONNECT-23.",
}

requirement "SOCKOPT-19" {
  title = "SO_TYPE tells the type",
  statement = "SO_TYPE returns the type the socket was created with, on listeners and accepted sockets alike.",
  level = "must",
  source = "WSPGetSockOpt, SO_TYPE",
  applies = "all",
  observe = "Also for sockets created with type 0.",
  traps = "",
}

requirement "SOCKOPT-20" {
  title = "Unknown options give WSAENOPROTOOPT",
  statement = "An option number the provider does not know at SOL_SOCKET gives WSAENOPROTOOPT from both get and set.",
  level = "must",
  source = "WSPGetSockOpt and WSPSetSockOpt, Return value",
  applies = "all",
  observe = "optname 0x7ABC at SOL_SOCKET; poison buffer unchanged.",
  traps = "",
}

requirement "SOCKOPT-21" {
  title = "Unknown levels give WSAEINVAL",
  statement = "A level the provider does not know gives WSAEINVAL.",
  level = "should",
  source = "WSPGetSockOpt and WSPSetSockOpt, Return value",
  applies = "all",
  observe = "level 0x1234 (not SOL_SOCKET 0xFFFF and no protocol number).",
  traps = "The error table attributes a bad level to WSAENOPROTOOPT: accept it and report.",
}

requirement "SOCKOPT-22" {
  title = "Short or unusable option buffers give WSAEFAULT",
  statement = "Too small an optlen or an inaccessible optval or optlen pointer gives WSAEFAULT.",
  level = "must",
  source = "WSPGetSockOpt and WSPSetSockOpt, Return value",
  applies = "all",
  observe = "SO_TYPE with optlen 0 and 3, optval NULL, optlen NULL (get), exception guard.",
  traps = "Many stacks allow one-byte buffers for boolean options, so use integer and structure options.",
}

requirement "SOCKOPT-23" {
  title = "optlen returns the size of the value",
  statement = "WSPGetSockOpt sets optlen to the size of the value returned, leaving larger buffers otherwise alone.",
  level = "must",
  source = "WSPGetSockOpt, Remarks",
  applies = "all",
  observe = "64-byte poisoned buffer: 4 for integers, sizeof(struct linger) for SO_LINGER; guard bytes after that untouched.",
  traps = "Some boolean options come back with length 1 on some stacks: check integers with must, booleans with should.",
}

requirement "SOCKOPT-24" {
  title = "Read-only options cannot be set",
  statement = "Setting SO_TYPE, SO_ERROR, SO_MAX_MSG_SIZE, SO_ACCEPTCONN, SO_GROUP_ID or SO_PROTOCOL_INFOW fails and changes nothing.",
  level = "should",
  source = "SOL_SOCKET Socket Options table (get/set columns)",
  applies = "all",
  observe = "Set each with the value just read; SOCKET_ERROR with WSAENOPROTOOPT or WSAEINVAL.",
  traps = "",
}

requirement "SOCKOPT-25" {
  title = "Default values of the common options",
  statement = "Unset options read as their documented defaults: SO_BROADCAST, SO_DEBUG, SO_DONTROUTE, SO_KEEPALIVE, SO_OOBINLINE, SO_REUSEADDR and SO_ACCEPTCONN FALSE, SO_DONTLINGER TRUE, SO_ERROR 0.",
  level = "must",
  source = "WSPGetSockOpt, SOL_SOCKET table",
  applies = "all",
  observe = "Fresh socket of each entry; WSAENOPROTOOPT tolerated for options that the family does not have (SO_DONTROUTE, SO_KEEPALIVE).",
  traps = "The table also says that SO_LINGER is on by default, which contradicts SO_DONTLINGER TRUE: expect l_onoff 0.",
}

requirement "SOCKOPT-26" {
  title = "SO_LINGER and SO_DONTLINGER mirror each other",
  statement = "Enabling SO_LINGER disables SO_DONTLINGER and the reverse, so the two options always read as opposites.",
  level = "must",
  source = "WSPSetSockOpt, SO_LINGER",
  applies = "connection-oriented",
  observe = "Set l_onoff 1, read SO_DONTLINGER 0; set SO_DONTLINGER TRUE, read l_onoff 0; the former time returns when SO_DONTLINGER is set FALSE.",
  traps = "Reinstating the old time is should.",
}

requirement "SOCKOPT-27" {
  title = "Option calls on non-sockets give WSAENOTSOCK",
  statement = "Both option functions fail with WSAENOTSOCK on a descriptor that is not a socket.",
  level = "must",
  source = "WSPGetSockOpt and WSPSetSockOpt, Return value",
  applies = "all",
  observe = "INVALID_SOCKET and a closed descriptor.",
  traps = "",
}

requirement "SOCKOPT-28" {
  title = "Options can be read in any state",
  statement = "WSPGetSockOpt works on unbound, listening, connecting, connected and disconnected sockets.",
  level = "must",
  source = "WSPGetSockOpt, Remarks",
  applies = "all",
  observe = "SO_TYPE and SO_RCVBUF in each state, including a held-back connect and a listener with a deferred request.",
  traps = "SO_RCVBUF support is not universal: fall back to SO_TYPE.",
}

requirement "SOCKOPT-29" {
  title = "SO_PAUSE_ACCEPT refuses newcomers",
  statement = "Where SO_PAUSE_ACCEPT is supported, a paused listener resets every newcomer instead of queueing it, and resumes when cleared.",
  level = "may",
  source = "SOL_SOCKET Socket Options, SO_PAUSE_ACCEPT",
  applies = "connection-oriented, supporting SO_PAUSE_ACCEPT",
  observe = "Set, connect: refused, no FD_ACCEPT after a fence; clear, connect: accepted. Requests queued before stay acceptable.",
  traps = "Late addition (0x3003), absent from many headers; define it privately.",
}

requirement "SOCKOPT-30" {
  title = "SO_GROUP options cannot disturb",
  statement = "Group options never make a socket unusable.",
  level = "should",
  source = "WSPGetSockOpt, SO_GROUP_ID and SO_GROUP_PRIORITY",
  applies = "all",
  observe = "After GROUP-07 and GROUP-08 connect and exchange data on the same socket.",
  traps = "",
}
