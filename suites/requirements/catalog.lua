-- CATALOG: the WSC functions and WSAPROTOCOL_INFOW. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "CATALOG-01" {
  title = "WSCEnumProtocols lists everything",
  statement = "WSCEnumProtocols with no filter returns every entry of the catalogue, including layered ones with ChainLen 0 and hidden ones.",
  level = "must",
  source = "WSCEnumProtocols, Remarks",
  applies = "all",
  observe = "After installing a base, a hidden base, a layer and a chain (test installation) all four appear; without installation rights only check consistency with WSAEnumProtocols: the latter is a subset.",
  traps = "Under Wine 8.0 the list is built in and installation is a stub: skip installation tests where a probe entry does not appear.",
}

requirement "CATALOG-02" {
  title = "The return value is the number of entries",
  statement = "On success WSCEnumProtocols returns how many structures were written.",
  level = "must",
  source = "WSCEnumProtocols, Return value",
  applies = "all",
  observe = "Poisoned buffer of twice the size: structures 0..n-1 are filled, the rest untouched.",
  traps = "",
}

requirement "CATALOG-03" {
  title = "Too small a buffer reports the need",
  statement = "With insufficient room the call fails with WSAENOBUFS and stores the required size.",
  level = "must",
  source = "WSCEnumProtocols, Return value and Remarks",
  applies = "all",
  observe = "NULL buffer with length 0, and length required-1: SOCKET_ERROR, WSAENOBUFS, same required size; nothing written.",
  traps = "All names are inside the structures, so a size that is no multiple of 628 deserves a report.",
}

requirement "CATALOG-04" {
  title = "The required size is sufficient",
  statement = "A buffer of exactly the reported size makes the call succeed.",
  level = "must",
  source = "WSCEnumProtocols, Remarks",
  applies = "all",
  observe = "Second call with the reported size; no installation between.",
  traps = "",
}

requirement "CATALOG-05" {
  title = "The protocol filter selects",
  statement = "A zero-terminated list of iProtocol values restricts the result to entries with those values; NULL means all.",
  level = "must",
  source = "WSCEnumProtocols, Parameters",
  applies = "all",
  observe = "For each distinct iProtocol of the full list filter by it and compare with the manual selection; an unused value gives 0 entries.",
  traps = "Zero ends the list, so entries with iProtocol 0 cannot be asked for. Whether the filter looks at iProtocolMaxOffset is not said.",
}

requirement "CATALOG-06" {
  title = "An inaccessible buffer gives WSAEFAULT",
  statement = "WSCEnumProtocols fails with WSAEFAULT for unusable pointers.",
  level = "should",
  source = "WSCEnumProtocols, Return value",
  applies = "all",
  observe = "lpdwBufferLength NULL under an exception guard.",
  traps = "",
}

requirement "CATALOG-07" {
  title = "Order is installation order or the written order",
  statement = "Entries are listed in the order in which they were installed unless WSCWriteProviderOrder has changed it.",
  level = "must",
  source = "Transport Configuration and Installation; Service Provider Ordering",
  applies = "all",
  observe = "Install two entries: the second comes after the first; two enumerations agree.",
  traps = "",
}

requirement "CATALOG-08" {
  title = "Catalogue identifiers are unique and non-zero",
  statement = "dwCatalogEntryId differs between any two entries and is assigned by the library.",
  level = "must",
  source = "WSAPROTOCOL_INFO, dwCatalogEntryId; WSCInstallProvider, Remarks",
  applies = "all",
  observe = "All pairs; the value passed to the installation is ignored.",
  traps = "The lists for 32-bit and 64-bit processes are separate: compare within one.",
}

requirement "CATALOG-09" {
  title = "WSAEnumProtocols shows only usable entries",
  statement = "Entries with PFL_HIDDEN and layered entries with ChainLen 0 are absent from WSAEnumProtocols.",
  level = "must",
  source = "WSAPROTOCOL_INFO, dwProviderFlags; Layered Protocols and Protocol Chains",
  applies = "all",
  observe = "Set difference of the two enumerations by dwCatalogEntryId.",
  traps = "",
}

requirement "CATALOG-10" {
  title = "ChainLen classifies entries",
  statement = "ChainLen 0 is a layer, 1 a base protocol, larger values up to 7 a chain.",
  level = "must",
  source = "WSAPROTOCOL_INFO, ProtocolChain; WSAPROTOCOLCHAIN",
  applies = "all",
  observe = "Every entry has 0 <= ChainLen <= MAX_PROTOCOL_CHAIN; chains list existing entries only.",
  traps = "One page describes the member as a length in bytes; it is a count. A base entry need not fill ChainEntries.",
}

requirement "CATALOG-11" {
  title = "A catalogue entry is not mistaken for a duplicate",
  statement = "WSPSocket called with an entry exactly as enumerated creates a new socket, whereas only a structure from WSPDuplicateSocket refers to an existing one through dwProviderReserved.",
  level = "must",
  source = "WSAPROTOCOL_INFO, dwProviderReserved; Shared Sockets in the SPI",
  applies = "all",
  observe = "Create two sockets from one entry: different descriptors, independent states.",
  traps = "The member is the provider's own; its value in a catalogue entry is not specified, in practice 0.",
}

requirement "CATALOG-12" {
  title = "Reserved service flags are zero",
  statement = "dwServiceFlags2 to dwServiceFlags4 are zero.",
  level = "must",
  source = "WSAPROTOCOL_INFO, Members",
  applies = "all",
  observe = "Read all entries.",
  traps = "",
}

requirement "CATALOG-13" {
  title = "Direction flags exclude each other",
  statement = "An entry does not have both XP1_UNI_SEND and XP1_UNI_RECV.",
  level = "must",
  source = "WSAPROTOCOL_INFO, dwServiceFlags1",
  applies = "all",
  observe = "Read all entries.",
  traps = "Both clear means bidirectional.",
}

requirement "CATALOG-14" {
  title = "Flag combinations make sense",
  statement = "Plane flags appear only with XP1_SUPPORT_MULTIPOINT, XP1_PSEUDO_STREAM only with XP1_MESSAGE_ORIENTED, and XP1_CONNECT_DATA or XP1_DISCONNECT_DATA not with XP1_CONNECTIONLESS.",
  level = "should",
  source = "WSAPROTOCOL_INFO, dwServiceFlags1 (derived)",
  applies = "all",
  observe = "Read all entries.",
  traps = "The plane flags are merely without meaning when multipoint is absent; the other two combinations are contradictions in terms rather than stated rules.",
}

requirement "CATALOG-15" {
  title = "XP1_GUARANTEED_ORDER and delivery are truthful",
  statement = "A stream entry announces guaranteed delivery and order.",
  level = "should",
  source = "WSAPROTOCOL_INFO, dwServiceFlags1",
  applies = "connection-oriented",
  observe = "SOCK_STREAM entries have both flags.",
  traps = "",
}

requirement "CATALOG-16" {
  title = "Address sizes are plausible",
  statement = "iMinSockAddr is positive and not above iMaxSockAddr, and addresses returned by the provider fit in iMaxSockAddr.",
  level = "must",
  source = "WSAPROTOCOL_INFO, iMaxSockAddr and iMinSockAddr",
  applies = "all",
  observe = "Compare with lengths from WSPGetSockName, WSPAccept and lpCallerId.",
  traps = "",
}

requirement "CATALOG-17" {
  title = "dwMessageSize uses its special values",
  statement = "dwMessageSize is 0 for streams, 1 when the maximum depends on the bound interface, 0xFFFFFFFF for no limit, otherwise the limit.",
  level = "must",
  source = "WSAPROTOCOL_INFO, dwMessageSize",
  applies = "all",
  observe = "Streams 0; see SOCKOPT-14.",
  traps = "",
}

requirement "CATALOG-18" {
  title = "iNetworkByteOrder and iSecurityScheme have defined values",
  statement = "iNetworkByteOrder is BIGENDIAN or LITTLEENDIAN and iSecurityScheme is SECURITY_PROTOCOL_NONE or a known scheme.",
  level = "should",
  source = "WSAPROTOCOL_INFO, Members",
  applies = "all",
  observe = "0 or 1; scheme 0 unless documented by the vendor.",
  traps = "",
}

requirement "CATALOG-19" {
  title = "PFL_MATCHES_PROTOCOL_ZERO makes the entry the default",
  statement = "An entry with the flag matches protocol 0, so WSPSocket with protocol 0 creates that protocol.",
  level = "must",
  source = "WSAPROTOCOL_INFO, dwProviderFlags",
  applies = "all",
  observe = "WSPSocket with the entry, protocol 0; SO_PROTOCOL_INFOW shows the entry's protocol.",
  traps = "",
}

requirement "CATALOG-20" {
  title = "PFL_MULTIPLE_PROTO_ENTRIES marks related entries",
  statement = "An entry with the flag is one of two or more entries for a single protocol.",
  level = "should",
  source = "WSAPROTOCOL_INFO, dwProviderFlags",
  applies = "all",
  observe = "Find another entry of the same provider, protocol and family with the flag.",
  traps = "",
}

requirement "CATALOG-21" {
  title = "PFL_RECOMMENDED_PROTO_ENTRY is unique within its family of entries",
  statement = "Of several entries for one protocol one carries the recommendation flag.",
  level = "should",
  source = "WSAPROTOCOL_INFO, dwProviderFlags",
  applies = "all",
  observe = "Count within groups of CATALOG-20.",
  traps = "",
}

requirement "CATALOG-22" {
  title = "szProtocol is a terminated name",
  statement = "szProtocol is NUL-terminated within 256 characters and not empty.",
  level = "must",
  source = "WSAPROTOCOL_INFO, szProtocol",
  applies = "all",
  observe = "Scan.",
  traps = "",
}

requirement "CATALOG-23" {
  title = "WSCGetProviderPath returns an unexpanded path",
  statement = "The path for a known provider identifier is returned with environment strings unexpanded, terminated, and its length in characters.",
  level = "must",
  source = "WSCGetProviderPath, Remarks",
  applies = "all",
  observe = "Poisoned buffer of MAX_PATH characters: a terminator appears, nothing behind it is written except within the stated capacity, and after expansion the file can be loaded.",
  traps = "The length is an in-out argument in characters, but what it holds afterwards is not said; do not test it. Wine 8.0 returns success without writing anything.",
}

requirement "CATALOG-24" {
  title = "Unknown provider identifiers give WSAEINVAL",
  statement = "WSCGetProviderPath fails with WSAEINVAL for an identifier that is not installed.",
  level = "must",
  source = "WSCGetProviderPath, Return value",
  applies = "all",
  observe = "Random GUID.",
  traps = "Wine 8.0 reports success.",
}

requirement "CATALOG-25" {
  title = "A short path buffer gives WSAEFAULT",
  statement = "When the path does not fit, WSCGetProviderPath fails with WSAEFAULT.",
  level = "must",
  source = "WSCGetProviderPath, Return value",
  applies = "all",
  observe = "Length 1 with guard characters behind it; guards intact.",
  traps = "Whether the needed length is stored is not said; report it, and do not rely on it.",
}

requirement "CATALOG-26" {
  title = "Installation adds the entries given",
  statement = "WSCInstallProvider adds the listed entries under the provider identifier and path, visible to processes that start Windows Sockets later.",
  level = "must",
  source = "WSCInstallProvider, Remarks",
  applies = "all, with installation rights",
  observe = "Install a test DLL entry, start a child process, enumerate there; fields preserved except those the library assigns.",
  traps = "Processes already running may or may not see it: do not test in the same process. Needs administrative rights and an isolated machine.",
}

requirement "CATALOG-27" {
  title = "Duplicate installation fails",
  statement = "Installing a provider identifier that is already present fails with WSANO_RECOVERY.",
  level = "should",
  source = "WSCInstallProvider, Return value",
  applies = "all, with installation rights",
  observe = "Second call with the same GUID; enumeration unchanged.",
  traps = "Some versions report WSAEINVAL or WSAEFAULT instead; the same code also covers missing rights.",
}

requirement "CATALOG-28" {
  title = "Invalid installation arguments are refused",
  statement = "NULL lists or paths, or zero entries, make WSCInstallProvider fail with WSAEFAULT or WSAEINVAL and leave the catalogue unchanged.",
  level = "should",
  source = "WSCInstallProvider, Parameters and Return value",
  applies = "all, with installation rights",
  observe = "Each argument NULL in turn; compare enumerations.",
  traps = "",
}

requirement "CATALOG-29" {
  title = "Deinstallation removes all entries of the provider",
  statement = "WSCDeinstallProvider removes every entry with the identifier; a second call fails with WSAEINVAL.",
  level = "must",
  source = "WSCDeinstallProvider, Remarks and Return value",
  applies = "all, with installation rights",
  observe = "Child process enumerates afterwards; running users go on.",
  traps = "Chains that refer to a removed entry are not removed: the test has to remove chains first.",
}

requirement "CATALOG-30" {
  title = "The order can be rewritten",
  statement = "WSCWriteProviderOrder with a permutation of all catalogue identifiers establishes that order for later enumerations.",
  level = "must",
  source = "WSCWriteProviderOrder, Remarks",
  applies = "all, with installation rights",
  observe = "Save the order, reverse, enumerate in a child, restore.",
  traps = "Returns the code itself, not SOCKET_ERROR.",
}

requirement "CATALOG-31" {
  title = "Incomplete orders are refused",
  statement = "A count that differs from the catalogue, an unknown identifier, or a list that does not name every identifier exactly once makes WSCWriteProviderOrder fail with WSAEINVAL and without a change.",
  level = "must",
  source = "WSCWriteProviderOrder, Return value",
  applies = "all, with installation rights",
  observe = "One variant for each; compare enumerations before and after.",
  traps = "The page lists these as ways to fail without assigning codes; WSAEINVAL is the entry for bad arguments. A concurrent caller in another process also makes it fail.",
}

requirement "CATALOG-32" {
  title = "Provider identifiers group entries",
  statement = "All entries with one ProviderId come from one DLL path.",
  level = "must",
  source = "WSCInstallProvider, Remarks; WSCGetProviderPath",
  applies = "all",
  observe = "Group by GUID; one path; WSPStartup works with each entry of the group.",
  traps = "",
}

requirement "CATALOG-33" {
  title = "XP1_IFS_HANDLES tells the truth",
  statement = "The flag is set when and only when descriptors are operating-system handles.",
  level = "must",
  source = "WSAPROTOCOL_INFO, dwServiceFlags1; Descriptor Allocation",
  applies = "all",
  observe = "Which handle upcall is made (UPCALL-02 or -03), and for IFS handles GetHandleInformation succeeds on the descriptor.",
  traps = "",
}

requirement "CATALOG-34" {
  title = "XP1_CONNECTIONLESS tells the truth",
  statement = "Entries without XP1_CONNECTIONLESS accept WSPListen, entries with it refuse it.",
  level = "must",
  source = "WSAPROTOCOL_INFO, dwServiceFlags1",
  applies = "all",
  observe = "Run LISTEN-01 or LISTEN-04 by flag.",
  traps = "",
}

requirement "CATALOG-35" {
  title = "XP1_EXPEDITED_DATA and XP1_GRACEFUL_CLOSE are truthful",
  statement = "XP1_EXPEDITED_DATA is set exactly when the entry carries out-of-band data, and XP1_GRACEFUL_CLOSE exactly when it closes in two phases.",
  level = "should",
  source = "WSAPROTOCOL_INFO, dwServiceFlags1",
  applies = "connection-oriented",
  observe = "Send MSG_OOB (WSAEOPNOTSUPP without the flag); run DISCDATA-16 by flag.",
  traps = "",
}
