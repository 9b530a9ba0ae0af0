-- GROUP: socket groups (reserved). Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "GROUP-01" {
  title = "Group zero creates an ordinary socket",
  statement = "WSPSocket with g equal to 0 creates a socket that belongs to no group.",
  level = "must",
  source = "WSPSocket, Parameters",
  applies = "all",
  observe = "All other tests use it; SO_GROUP_ID is then 0 or unsupported.",
  traps = "",
}

requirement "GROUP-02" {
  title = "An unknown group identifier is refused",
  statement = "WSPSocket with a value of g that identifies no group of the provider fails with WSAEINVAL.",
  level = "should",
  source = "WSPSocket, Return value",
  applies = "all",
  observe = "g = 0x7FFF0001; INVALID_SOCKET and WSAEINVAL, no descriptor left in the recorder.",
  traps = "The error row survives although the parameter itself is merely reserved; older text let it name an existing group. Measured on Wine 8.0: any value is accepted. Failing here is a warning.",
}

requirement "GROUP-03" {
  title = "Group constants are handled without harm",
  statement = "SG_UNCONSTRAINED_GROUP and SG_CONSTRAINED_GROUP passed as g are either honoured or refused.",
  level = "may",
  source = "WSPSocket, Parameters; 2.2 specification, socket groups",
  applies = "all",
  observe = "Both values: success (then SO_GROUP_ID is non-zero or unsupported) or WSAEINVAL; never a crash.",
  traps = "",
}

requirement "GROUP-04" {
  title = "The condition function's g starts neutral",
  statement = "The group argument of the condition function points to writable storage; leaving it alone or setting it to 0 makes the accepted socket belong to no group.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Callback leaves *g, and another writes 0; acceptance works; SO_GROUP_ID of the accepted socket is 0 or unsupported.",
  traps = "What *g holds on entry is not specified (COND-18): garbage there is a warning at most; what must hold is that leaving it alone or writing 0 yields an ungrouped socket.",
}

requirement "GROUP-05" {
  title = "An invalid group from the condition function gives WSAEINVAL",
  statement = "When the condition function accepts and returns a group identifier that is not valid, WSPAccept fails with WSAEINVAL.",
  level = "should",
  source = "WSPAccept, Return value",
  applies = "connection-oriented",
  observe = "Write 0x7FFF0001 and CF_ACCEPT: INVALID_SOCKET with WSAEINVAL, descriptors balanced.",
  traps = "The clause exists only in the SPI page and clashes with the reserved parameter; Wine 8.0 ignores the value. What happens to the request is open: it must afterwards be either still at the head or gone, and the listener must keep working.",
}

requirement "GROUP-06" {
  title = "Group constants from the condition function",
  statement = "SG_UNCONSTRAINED_GROUP or SG_CONSTRAINED_GROUP written by the condition function is honoured, ignored or answered with WSAEINVAL.",
  level = "may",
  source = "WSPAccept, Remarks; 2.2 specification, socket groups",
  applies = "connection-oriented",
  observe = "Probe both and record; the listener keeps working.",
  traps = "Older text allowed these values to create a group for the accepted socket.",
}

requirement "GROUP-07" {
  title = "SO_GROUP_ID reads as none",
  statement = "SO_GROUP_ID is read-only and returns 0 for an ungrouped socket where it is supported.",
  level = "should",
  source = "WSPGetSockOpt, SO_GROUP_ID",
  applies = "all",
  observe = "Read: 0 with length sizeof(GROUP), or WSAENOPROTOOPT. WSPSetSockOpt always fails.",
  traps = "The table calls the default NULL for a 32-bit type.",
}

requirement "GROUP-08" {
  title = "SO_GROUP_PRIORITY is reserved",
  statement = "SO_GROUP_PRIORITY reads as 0 or is unsupported on an ungrouped socket.",
  level = "should",
  source = "WSPGetSockOpt, SO_GROUP_PRIORITY; getsockopt, SO_GROUP_PRIORITY",
  applies = "all",
  observe = "Read: 0 or WSAENOPROTOOPT. Set with 0: success or WSAENOPROTOOPT.",
  traps = "The API page wants WSAENOPROTOOPT for sockets outside groups, the SPI table gives a default of 0.",
}

requirement "GROUP-09" {
  title = "FD_GROUP_QOS is accepted and never fires",
  statement = "Registering FD_GROUP_QOS succeeds and no such event occurs on an ungrouped socket.",
  level = "should",
  source = "WSAEventSelect, FD_GROUP_QOS (reserved)",
  applies = "all",
  observe = "Register all bits (NOTIFY-40), run a full connection life cycle, check that FD_GROUP_QOS (bit 7) is never recorded.",
  traps = "",
}

requirement "GROUP-10" {
  title = "Group flow ioctls show nothing on ungrouped sockets",
  statement = "SIO_GET_GROUP_QOS on a socket outside any group reports no flow specifications or fails; without quality-of-service support it fails with WSAENOPROTOOPT.",
  level = "should",
  source = "Winsock IOCTLs, SIO_GET_GROUP_QOS (reserved)",
  applies = "all",
  observe = "Connected socket, poisoned output: success with all-default or all-zero flows, or SOCKET_ERROR with WSAENOPROTOOPT, WSAEINVAL or WSAEOPNOTSUPP. SIO_SET_GROUP_QOS may fail likewise.",
  traps = "The page says that two structure members become NULL, but they are structures and not pointers: zeroed memory is the only sensible reading.",
}

requirement "GROUP-11" {
  title = "Group arguments are compared as 32-bit integers",
  statement = "GROUP is an unsigned 32-bit value also on 64-bit systems, so the condition function's g has room for exactly four bytes.",
  level = "must",
  source = "WSPAccept, prototype; GROUP type in the header",
  applies = "connection-oriented",
  observe = "Declare the callback with GROUP* and check that writing 4 bytes does not disturb a neighbouring argument; guard values round storage owned by the harness only.",
  traps = "",
}

requirement "GROUP-12" {
  title = "The group parameter in WSPAccept is reserved for the callback",
  statement = "A provider without groups ignores *g after CF_REJECT and CF_DEFER.",
  level = "should",
  source = "WSPAccept, Remarks (derived)",
  applies = "connection-oriented",
  observe = "Write an invalid group with CF_REJECT and with CF_DEFER: the usual codes WSAECONNREFUSED and WSATRY_AGAIN appear.",
  traps = "",
}
