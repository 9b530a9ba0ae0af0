-- STARTUP: WSPStartup, version negotiation, the thirty entries. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "STARTUP-01" {
  title = "WSPStartup is the exported entry point",
  statement = "A transport provider DLL named by the catalogue loads and exports a procedure called WSPStartup; every other SPI routine is reached only through the table that procedure fills.",
  level = "must",
  source = "Function Interface Model; WSPStartup, Remarks",
  applies = "all",
  observe = "Expand and load the path given by WSCGetProviderPath, then look the name up undecorated. Report (do not fail) further WSP* exports.",
  traps = "A DLL may also export NSPStartup when it doubles as a name-space provider. On x86 the function is __stdcall with 76 bytes of arguments because the upcall table travels by value; some linkers export only the decorated name.",
}

requirement "STARTUP-02" {
  title = "Success is a zero return",
  statement = "WSPStartup returns 0 on success and the error code itself on failure; there is no lpErrno argument to consult.",
  level = "must",
  source = "WSPStartup, Return value",
  applies = "all",
  observe = "Call with version 2.2, a catalogue entry of that provider and a complete recorder upcall table; require 0. Poison the last-error value of the thread first and do not use it as evidence.",
  traps = "",
}

requirement "STARTUP-03" {
  title = "wHighVersion and wVersion follow the negotiation rule",
  statement = "On success wHighVersion holds the provider's highest SPI version and wVersion holds the lower of that value and the requested one.",
  level = "must",
  source = "WSPStartup, Remarks (version negotiation)",
  applies = "all",
  observe = "Poison WSPDATA, request 2.2, compare: wVersion == min(request, wHighVersion) comparing major first, then minor.",
  traps = "Versions carry the major number in the LOW byte, so a numeric comparison of the WORDs is wrong.",
}

requirement "STARTUP-04" {
  title = "A request above the provider's range still succeeds",
  statement = "When the caller asks for a version higher than any the provider knows, the call succeeds and wVersion reports the provider's own highest version.",
  level = "must",
  source = "WSPStartup, Remarks and version table",
  applies = "all",
  observe = "Request MAKEWORD(9,9) and require success with wVersion == wHighVersion; then WSPCleanup.",
  traps = "",
}

requirement "STARTUP-05" {
  title = "A request below the provider's range is refused",
  statement = "When the requested version is lower than the lowest the provider supports, WSPStartup returns WSAVERNOTSUPPORTED.",
  level = "must",
  source = "WSPStartup, Return value and version table",
  applies = "all",
  observe = "Request MAKEWORD(0,1), then MAKEWORD(1,0) and MAKEWORD(1,1); each must give either a consistent success or WSAVERNOTSUPPORTED, and at least 0.1 must be refused.",
  traps = "Providers may legitimately accept 1.x, so only a version that no provider can claim is a hard assertion.",
}

requirement "STARTUP-06" {
  title = "The negotiated version is a 2.x version",
  statement = "A provider meant for the Windows Sockets 2 DLL negotiates a version whose major number is 2 when asked for 2.2.",
  level = "should",
  source = "Windows Sockets Error Codes, WSAEINVALIDPROVIDER",
  applies = "all",
  observe = "Request 2.2; require LOBYTE(wVersion) == 2.",
  traps = "The error table says a provider is invalid when it reports a version other than 2.0, although 2.2 is what current callers ask for; treat any 2.x as valid.",
}

requirement "STARTUP-07" {
  title = "All thirty procedure-table entries are supplied",
  statement = "After a successful WSPStartup none of the thirty pointers of WSPPROC_TABLE is NULL.",
  level = "must",
  source = "WSPPROC_TABLE; Windows Sockets Error Codes, WSAEINVALIDPROCTABLE",
  applies = "all",
  observe = "Fill the table with a poison pointer before the call and check each slot by name: not NULL, not the poison value, and inside committed executable memory.",
  traps = "Optional features are expressed by error returns, never by missing pointers. The table is filled by the provider into caller storage; it is not a pointer to a provider table.",
}

requirement "STARTUP-08" {
  title = "Table entries belong to the provider or to a lower layer",
  statement = "A base provider's entries point into loaded module code; a layered provider may republish entry points of the provider below it.",
  level = "may",
  source = "Initialization, Initializing Protocol Chains",
  applies = "all",
  observe = "Resolve the module of each entry; for ChainLen 1 report entries outside the provider DLL and its imports; for chains record which entries are pass-through.",
  traps = "Run-time generated thunks are not forbidden, so only report.",
}

requirement "STARTUP-09" {
  title = "Bad WSPDATA or table pointers give WSAEFAULT",
  statement = "WSPStartup returns WSAEFAULT when lpWSPData or lpProcTable is not usable.",
  level = "must",
  source = "WSPStartup, Return value",
  applies = "all",
  observe = "Two calls, each with one of the pointers NULL; run under a structured-exception guard so that a crash is a reported failure. Then a correct call must succeed.",
  traps = "Only NULL and a reserved inaccessible page are deterministic invalid pointers.",
}

requirement "STARTUP-10" {
  title = "szDescription is a terminated printable Unicode string",
  statement = "WSPDATA.szDescription is NUL-terminated within its 256 WCHARs and carries no control or formatting characters.",
  level = "must",
  source = "WSPDATA, szDescription",
  applies = "all",
  observe = "Poison the array with a non-zero pattern, call, look for the terminator inside WSPDESCRIPTION_LEN+1 elements and scan for code points below 0x20.",
  traps = "The text speaks of up to 256 characters while the array is 255 plus terminator.",
}

requirement "STARTUP-11" {
  title = "WSPStartup can be called repeatedly",
  statement = "One process may call WSPStartup many times, each success counting one reference and returning a usable table and version data.",
  level = "must",
  source = "WSPStartup, Remarks; Initialization",
  applies = "all",
  observe = "Call three times, then WSPCleanup twice; a socket created beforehand must still work after the second cleanup (see CLEANUP-01).",
  traps = "",
}

requirement "STARTUP-12" {
  title = "Each call may name a different supported version",
  statement = "Repeated calls may request different versions and each is negotiated on its own.",
  level = "must",
  source = "WSPStartup, Remarks",
  applies = "all",
  observe = "Request 2.2, then 2.0, then 2.2 and compare wVersion each time.",
  traps = "A provider that supports 2.2 only refuses 2.0 with WSAVERNOTSUPPORTED, which is correct: the check applies to versions it claims. Whether the lower version changes the behaviour of sockets already open is not said; do not test that.",
}

requirement "STARTUP-13" {
  title = "The most recent upcall table is the one used",
  statement = "After several WSPStartup calls in a process the provider uses only the upcall table supplied by the latest call.",
  level = "must",
  source = "WSPStartup, Remarks; Initialization",
  applies = "all",
  observe = "Start twice with two recorders A and B; create a socket and accept a connection; all entries must appear in B's log and none in A's.",
  traps = "",
}

requirement "STARTUP-14" {
  title = "The provider keeps its own copy of the upcall table",
  statement = "Because the table is an argument passed by value, the provider may not depend on the caller's storage after WSPStartup returns.",
  level = "should",
  source = "WSPStartup, Remarks; ws2spi.h prototype",
  applies = "all",
  observe = "After the call overwrite the harness's structure with pointers to a trap routine that fails the test, then create, accept and close sockets.",
  traps = "The prose says the provider stores a pointer to the table, the prototype passes a structure. A provider that remembers the address of its parameter breaks as soon as the stack is reused.",
}

requirement "STARTUP-15" {
  title = "Upcalls go through the supplied table only",
  statement = "Every WPU routine that has a slot in the table is invoked through that table and not through an import from the Windows Sockets DLL.",
  level = "must",
  source = "WSPStartup, Remarks; Upcalls Exposed by Windows Sockets 2 DLL",
  applies = "all",
  observe = "Hand out handle values that no operating-system table knows; a provider that bypasses the recorder shows up because the handles it returns do not match the log.",
  traps = "WPUCompleteOverlappedRequest is the exception: it has no slot (UPCALL-14).",
}

requirement "STARTUP-16" {
  title = "A failed WSPStartup adds no reference",
  statement = "A WSPStartup that returned an error does not have to be, and must not need to be, balanced by WSPCleanup.",
  level = "should",
  source = "Initialization; WSPCleanup, Return value",
  applies = "all",
  observe = "Fail once with WSAVERNOTSUPPORTED after one success; a single WSPCleanup must then bring the count to zero (the next one reports WSANOTINITIALISED).",
  traps = "",
}

requirement "STARTUP-17" {
  title = "Only documented codes are returned",
  statement = "Failures of WSPStartup use WSASYSNOTREADY, WSAVERNOTSUPPORTED, WSAEINPROGRESS, WSAEPROCLIM or WSAEFAULT.",
  level = "may",
  source = "WSPStartup, Return value",
  applies = "all",
  observe = "For every failing call of this area record the code and check membership.",
  traps = "WSASYSNOTREADY, WSAEPROCLIM and WSAEINPROGRESS cannot be provoked portably. A layered provider may also surface a load failure of the layer below.",
}

requirement "STARTUP-18" {
  title = "One DLL may serve several catalogue entries",
  statement = "A provider DLL that implements several protocols selects the personality from the WSAPROTOCOL_INFOW passed to WSPStartup and WSPSocket.",
  level = "should",
  source = "WSPStartup, lpProtocolInfo",
  applies = "all",
  observe = "For each entry that shares a ProviderId start and create one socket with that entry; SO_PROTOCOL_INFOW and SO_TYPE must agree with the entry.",
  traps = "ws2_32 may initialise a DLL once and pass only one entry, so all entries of a DLL must work after one start.",
}
