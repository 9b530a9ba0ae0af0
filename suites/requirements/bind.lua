-- BIND: WSPBind, WSPGetSockName. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "BIND-01" {
  title = "WSPBind assigns the local name",
  statement = "A successful WSPBind returns 0 and WSPGetSockName then reports the bound name, with any provider-chosen parts filled in.",
  level = "must",
  source = "WSPBind, Remarks; WSPGetSockName",
  applies = "all",
  observe = "Bind a wildcard port on a specific address and read it back; the family and address agree and the endpoint part is non-zero.",
  traps = "For a wildcard host address the reported host part may stay unspecified until connected.",
}

requirement "BIND-02" {
  title = "A foreign family in the name is rejected",
  statement = "If the first two bytes of the name are not the family of the socket the call fails with WSAEFAULT.",
  level = "must",
  source = "WSPBind, Return value and Remarks",
  applies = "all",
  observe = "Copy a valid name, change only the family field.",
  traps = "The general error list describes this situation under WSAEAFNOSUPPORT; accept that code with a note, prefer WSAEFAULT.",
}

requirement "BIND-03" {
  title = "A short name is rejected",
  statement = "namelen below the size needed for the family gives WSAEFAULT.",
  level = "must",
  source = "WSPBind, Return value",
  applies = "all",
  observe = "Use iMinSockAddr-1 and 0; keep the buffer full-size so that over-reading is harmless.",
  traps = "",
}

requirement "BIND-04" {
  title = "An inaccessible name is rejected",
  statement = "A name pointer outside the caller's address space gives WSAEFAULT.",
  level = "must",
  source = "WSPBind, Return value",
  applies = "all",
  observe = "NULL and a reserved page with a correct length, under an exception guard.",
  traps = "",
}

requirement "BIND-05" {
  title = "A bound socket cannot be bound again",
  statement = "WSPBind on a socket that has a local name fails with WSAEINVAL.",
  level = "must",
  source = "WSPBind, Return value",
  applies = "all",
  observe = "Bind twice with different free names; the first name must survive.",
  traps = "",
}

requirement "BIND-06" {
  title = "A name in use is refused",
  statement = "Binding a fully specified name that another socket holds fails with WSAEADDRINUSE unless address reuse was requested.",
  level = "must",
  source = "WSPBind, Return value",
  applies = "all",
  observe = "Two sockets, same name read back from the first by WSPGetSockName.",
  traps = "The check may be postponed to WSPListen or WSPConnect for partly wildcarded names.",
}

requirement "BIND-07" {
  title = "A non-local address is refused",
  statement = "Binding an address that does not belong to the computer fails with WSAEADDRNOTAVAIL.",
  level = "must",
  source = "WSPBind, Return value",
  applies = "all",
  observe = "Use a documentation-range address for AF_INET/AF_INET6; other families need a fixture-supplied foreign name.",
  traps = "",
}

requirement "BIND-08" {
  title = "SO_REUSEADDR is read at bind time only",
  statement = "Setting the option before WSPBind permits a duplicate name; setting it after has no effect on any socket.",
  level = "should",
  source = "WSPGetSockOpt / WSPSetSockOpt, SO_REUSEADDR",
  applies = "all",
  observe = "Bind A; set the option on A afterwards; B without the option must still fail; C with the option set first succeeds where the protocol supports reuse.",
  traps = "ATM-like providers treat the option as not applicable.",
}

requirement "BIND-09" {
  title = "An unbound socket has no name",
  statement = "WSPGetSockName on a socket that was neither bound nor connected fails with WSAEINVAL and leaves the buffer alone.",
  level = "must",
  source = "WSPGetSockName, Return value",
  applies = "all",
  observe = "Poison the buffer and length.",
  traps = "The page also lists WSAEINVAL for a wildcard-bound, unconnected socket while its remarks allow an unspecified address; accept both for wildcards.",
}

requirement "BIND-10" {
  title = "Zero port selects an unused endpoint",
  statement = "For TCP/IP-like families a zero port in WSPBind makes the provider choose a free one.",
  level = "should",
  source = "WSPBind, Remarks",
  applies = "all",
  observe = "Bind several sockets with port 0 and require distinct non-zero ports.",
  traps = "The 1024-5000 range in the text is historical; do not assert it.",
}

requirement "BIND-11" {
  title = "WSPBind on a non-socket gives WSAENOTSOCK",
  statement = "A descriptor unknown to the provider yields WSAENOTSOCK.",
  level = "must",
  source = "WSPBind, Return value",
  applies = "all",
  observe = "Pass a value the recorder never handed out.",
  traps = "For non-IFS providers the recorder must answer WPUQuerySocketHandleContext with WSAENOTSOCK for that value.",
}
