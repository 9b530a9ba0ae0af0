-- SOCKET: WSPSocket and argument validation in general. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "SOCKET-01" {
  title = "WSPSocket returns the handle agreed with the DLL",
  statement = "The descriptor returned by WSPSocket is exactly the value that the handle upcall gave back.",
  level = "must",
  source = "Descriptor Allocation; WSPSocket, Remarks",
  applies = "all",
  observe = "Compare the return value with the last recorder entry of WPUModifyIFSHandle (IFS) or WPUCreateSocketHandle (non-IFS).",
  traps = "",
}

requirement "SOCKET-02" {
  title = "Zero is accepted for af and type",
  statement = "A provider may not fail WSPSocket because af or type is 0.",
  level = "must",
  source = "WSPSocket, Remarks; Transport Division of Responsibilities",
  applies = "all",
  observe = "Create with (0,0,iProtocol,&info) and check SO_TYPE and the family seen by WSPGetSockName after a bind.",
  traps = "The wildcard rule does not extend to protocol, where 0 matches only if PFL_MATCHES_PROTOCOL_ZERO is set.",
}

requirement "SOCKET-03" {
  title = "FROM_PROTOCOL_INFO is accepted for af, type and protocol",
  statement = "The value -1 in any of the three arguments means: take the value of the WSAPROTOCOL_INFOW entry.",
  level = "must",
  source = "WSPSocket, Remarks",
  applies = "all",
  observe = "Eight combinations of explicit value and FROM_PROTOCOL_INFO; all must produce equivalent sockets.",
  traps = "One overview page lists only af and type; the function page covers all three.",
}

requirement "SOCKET-04" {
  title = "New sockets are blocking",
  statement = "A socket is in blocking mode when created, whatever dwFlags say.",
  level = "must",
  source = "Socket Attribute Flags and Modes; WSPIoctl FIONBIO",
  applies = "all",
  observe = "A blocking hook that cancels on first call proves blocking: WSPAccept on an empty listener must consult WPUQueryBlockingCallback rather than return WSAEWOULDBLOCK.",
  traps = "Providers that get a NULL callback block natively; use a second thread and a client connection as the release instead.",
}

requirement "SOCKET-05" {
  title = "The overlapped attribute is supported",
  statement = "WSA_FLAG_OVERLAPPED is accepted by every provider and does not change the blocking mode.",
  level = "must",
  source = "Socket Attribute Flags and Modes",
  applies = "all",
  observe = "Create with the flag, run accept and an overlapped WSPRecv with an event; a non-overlapped call on the same socket must still block or complete.",
  traps = "",
}

requirement "SOCKET-06" {
  title = "Unsupported family gives WSAEAFNOSUPPORT",
  statement = "WSPSocket with a family that the provider does not serve fails with WSAEAFNOSUPPORT.",
  level = "should",
  source = "WSPSocket, Return value",
  applies = "all",
  observe = "Pass a family absent from the provider's entries (not 0, not -1).",
  traps = "A provider may ignore af altogether, so success is conforming and must be accepted.",
}

requirement "SOCKET-07" {
  title = "Type and protocol mismatches use their own codes",
  statement = "WSPSocket reports WSAEPROTONOSUPPORT for an unknown protocol, WSAEPROTOTYPE for a protocol of the wrong type and WSAESOCKTNOSUPPORT for a type unknown in the family.",
  level = "should",
  source = "WSPSocket, Return value",
  applies = "all",
  observe = "One call for each; accept success as well because the arguments may be ignored; any other code fails.",
  traps = "The three codes overlap in practice; accept any of the three for either mismatch.",
}

requirement "SOCKET-08" {
  title = "Protocol offsets are honoured",
  statement = "protocol values from iProtocol to iProtocol+iProtocolMaxOffset are valid for the entry.",
  level = "should",
  source = "WSAPROTOCOL_INFO, iProtocolMaxOffset",
  applies = "all",
  observe = "If the offset is non-zero create sockets at both ends of the range.",
  traps = "",
}

requirement "SOCKET-09" {
  title = "Handle exhaustion surfaces as an error",
  statement = "When the Windows Sockets DLL cannot supply a handle, WSPSocket fails with WSAEMFILE or WSAENOBUFS and leaks nothing.",
  level = "must",
  source = "WSPSocket, Return value; WPUCreateSocketHandle",
  applies = "all",
  observe = "Arm the recorder so that the next handle upcall returns INVALID_SOCKET with WSAENOBUFS; the call must return INVALID_SOCKET; afterwards a normal creation works.",
  traps = "Which of the two codes is passed on is not fixed; IFS providers receive WSAEINVAL from WPUModifyIFSHandle.",
}

requirement "SOCKET-10" {
  title = "Errors are delivered in lpErrno",
  statement = "Every failing SPI call stores a specific code in the integer its caller supplied.",
  level = "must",
  source = "Error Reporting and Parameter Validation",
  applies = "all",
  observe = "Preset the integer to a poison value before each call; after a failure it must differ from the poison and be a Windows Sockets or system code.",
  traps = "What is stored on success is unspecified; never assert zero.",
}

requirement "SOCKET-11" {
  title = "The provider validates its own arguments",
  statement = "Because the DLL forwards arguments unchecked, the provider detects bad handles, lengths and pointers itself.",
  level = "must",
  source = "Error Reporting and Parameter Validation",
  applies = "all",
  observe = "Drive the table directly with the invalid arguments listed per function in this catalogue; no access violation may escape.",
  traps = "",
}

requirement "SOCKET-12" {
  title = "A descriptor of a closed socket is no longer a socket",
  statement = "After WSPCloseSocket every call on that descriptor fails with WSAENOTSOCK.",
  level = "should",
  source = "WSPCloseSocket, Remarks",
  applies = "all",
  observe = "Close and call WSPListen, WSPAccept, WSPConnect, WSPGetSockOpt, WSPEventSelect with the old value before creating anything else (handle reuse).",
  traps = "Through ws2_32 the DLL rejects the handle first; only direct table calls exercise the provider.",
}

requirement "SOCKET-13" {
  title = "Multipoint flags need multipoint support",
  statement = "The WSA_FLAG_MULTIPOINT_* flags are refused unless the entry's XP1 bits allow them, and a multipoint socket needs exactly one control-plane and one data-plane flag.",
  level = "must",
  source = "WSPSocket, Remarks; Multipoint Socket Attributes",
  applies = "all",
  observe = "On a provider without XP1_SUPPORT_MULTIPOINT each flag must fail; on one with it, zero or two flags of one plane must fail.",
  traps = "No error code is named for the refusal; WSAEINVAL is the natural reading.",
}

requirement "SOCKET-14" {
  title = "Closing releases pending calls without notification",
  statement = "WSPCloseSocket ends blocking and asynchronous calls pending on the socket without posting messages and completes overlapped ones with WSA_OPERATION_ABORTED.",
  level = "must",
  source = "WSPCloseSocket, Remarks",
  applies = "all",
  observe = "Thread blocked in WSPAccept (entry fenced as in CANCEL-01); close the listener from another thread; the call must return INVALID_SOCKET, no post in the recorder.",
  traps = "The error of the ended WSPAccept is unnamed: accept WSAEINTR, WSAENOTSOCK, WSAECONNABORTED or WSA_OPERATION_ABORTED.",
}
