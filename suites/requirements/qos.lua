-- QOS: flow specifications at connect time. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "QOS-01" {
  title = "No flow specification means best effort",
  statement = "WSPConnect with lpSQOS NULL connects without any flow specification, and the listener's condition function is shown none.",
  level = "must",
  source = "WSPConnect, Remarks; WSPAccept, Remarks",
  applies = "connection-oriented",
  observe = "Plain connect; lpSQOS of the condition function is NULL.",
  traps = "A provider with quality-of-service support may present default flow specifications; require NULL or all-default values.",
}

requirement "QOS-02" {
  title = "A flow specification without support gives WSAEOPNOTSUPP",
  statement = "A provider that does not support quality of service refuses a demanding lpSQOS in WSPConnect with WSAEOPNOTSUPP.",
  level = "must",
  source = "WSPConnect, Return value",
  applies = "without XP1_QOS_SUPPORTED",
  observe = "Guaranteed service with non-default numbers in both directions; SOCKET_ERROR, code, no request at the listener after a fence; plain connect then succeeds.",
  traps = "The page ties the code to a request that cannot be satisfied. Measured on Wine 8.0: ignored and connected.",
}

requirement "QOS-03" {
  title = "All-default flow specifications are harmless",
  statement = "A QOS structure whose flow fields all say not specified or best effort can be satisfied by every provider.",
  level = "should",
  source = "QoS usage notes of the 2.2 specification (default values)",
  applies = "connection-oriented",
  observe = "Service type no-traffic or best effort with QOS_NOT_SPECIFIED in every field; expected 0; WSAEOPNOTSUPP only on providers without the flag, recorded.",
  traps = "",
}

requirement "QOS-04" {
  title = "A satisfiable flow specification connects",
  statement = "A provider announcing quality-of-service support connects with a modest lpSQOS.",
  level = "must",
  source = "WSPConnect, Remarks",
  applies = "XP1_QOS_SUPPORTED",
  observe = "Values from the configuration (default 8 KiB/s controlled load); success; then SIO_GET_QOS returns the same values.",
  traps = "",
}

requirement "QOS-05" {
  title = "An unsatisfiable flow specification gives WSAEOPNOTSUPP",
  statement = "A request exceeding what the provider can grant fails with WSAEOPNOTSUPP.",
  level = "must",
  source = "WSPConnect, Return value",
  applies = "XP1_QOS_SUPPORTED",
  observe = "Guaranteed service with the largest 32-bit rates and zero latency. Socket usable afterwards.",
  traps = "A provider may grant and degrade later through FD_QOS; then record.",
}

requirement "QOS-06" {
  title = "lpSQOS overrides SIO_SET_QOS",
  statement = "The values given at connect time replace those set earlier through SIO_SET_QOS.",
  level = "must",
  source = "WSPConnect, Remarks",
  applies = "XP1_QOS_SUPPORTED",
  observe = "Set specification 1 with WSPIoctl, connect with specification 2, read SIO_GET_QOS once connected and the condition function's lpSQOS: specification 2.",
  traps = "",
}

requirement "QOS-07" {
  title = "The condition function sees the caller's flow specification",
  statement = "lpSQOS of the condition function describes the caller's request, one flow for each direction, plus provider-specific data.",
  level = "must",
  source = "WSPAccept, Remarks",
  applies = "XP1_QOS_SUPPORTED",
  observe = "Asymmetric values in the two directions; record and compare.",
  traps = "Whether directions appear from the caller's or the listener's side is not said: accept either consistently, determined once with asymmetric values.",
}

requirement "QOS-08" {
  title = "The condition function may adjust the flow specification",
  statement = "lpSQOS is an input-output argument, so values changed by the condition function and followed by acceptance apply to the connection.",
  level = "should",
  source = "Protocol Basics: Listen, Connect, Accept; WSPAccept, prototype",
  applies = "XP1_QOS_SUPPORTED",
  observe = "Lower a rate in the callback; after acceptance SIO_GET_QOS at the accepted socket shows the lower value; the caller may get FD_QOS.",
  traps = "The overview lets the server assign flow parameters through the callback and the argument is input-output, but no text says how the caller learns of a reduction. Observe, do not fail on the caller's side.",
}

requirement "QOS-09" {
  title = "Flow of the missing direction is ignored",
  statement = "On a unidirectional socket the flow of the absent direction has no influence.",
  level = "must",
  source = "WSPConnect, Remarks; WSPAccept, Remarks",
  applies = "XP1_UNI_SEND or XP1_UNI_RECV, XP1_QOS_SUPPORTED",
  observe = "Unsatisfiable numbers in the absent direction, modest ones in the other: success.",
  traps = "",
}

requirement "QOS-10" {
  title = "Provider-specific part may be absent",
  statement = "A QOS structure with ProviderSpecific.buf NULL and len 0 is complete.",
  level = "must",
  source = "WSPConnect, Remarks",
  applies = "XP1_QOS_SUPPORTED",
  observe = "Default structure for all other tests; a garbage buf with len 0 must also be ignored.",
  traps = "",
}

requirement "QOS-11" {
  title = "lpGQOS is reserved",
  statement = "lpGQOS of WSPConnect is reserved and callers pass NULL; a non-NULL value is either ignored or refused, never fatal.",
  level = "may",
  source = "WSPConnect, Parameters; WSAConnect, Parameters and Return value",
  applies = "connection-oriented",
  observe = "Non-NULL lpGQOS with default values under an exception guard: 0, WSAEINVAL or WSAEOPNOTSUPP.",
  traps = "The API page lists WSAEINVAL for a non-NULL group specification; the SPI page has no such clause.",
}

requirement "QOS-12" {
  title = "Too small flow buffers give WSAEFAULT",
  statement = "A flow-specification buffer that is too small or inaccessible gives WSAEFAULT.",
  level = "should",
  source = "WSPConnect, Return value",
  applies = "XP1_QOS_SUPPORTED",
  observe = "lpSQOS pointing at the last bytes before an inaccessible page; exception guard.",
  traps = "The structure has no length field, so only inaccessibility is testable.",
}

requirement "QOS-13" {
  title = "FD_QOS is edge-triggered",
  statement = "A change of the connection's quality of service is signalled once by FD_QOS and again only after SIO_GET_QOS has been called and a further change happens.",
  level = "must",
  source = "WSAEventSelect and WSAAsyncSelect, FD_QOS",
  applies = "XP1_QOS_SUPPORTED",
  observe = "Provoke a change by SIO_SET_QOS at one end; count FD_QOS at the other; fence; call SIO_GET_QOS; change again.",
  traps = "Pages differ on whether the event needs a further change after re-enabling (edge-triggered) or persists; the remark on edge triggering decides.",
}

requirement "QOS-14" {
  title = "SIO_SET_QOS and SIO_GET_QOS without support",
  statement = "On a provider without quality of service SIO_SET_QOS and SIO_GET_QOS fail with WSAENOPROTOOPT.",
  level = "should",
  source = "Winsock IOCTLs, SIO_GET_QOS and SIO_SET_QOS; WSPIoctl, Return value",
  applies = "without XP1_QOS_SUPPORTED",
  observe = "Both ioctls on a bound datagram socket and on a connected stream; never success with garbage in the output buffer.",
  traps = "The opcode pages name WSAENOPROTOOPT, while the function page offers WSAEOPNOTSUPP for opcodes that cannot be realised: accept both, prefer the former. A sender may ask only when connected, so an unconnected socket is the wrong place to probe.",
}

requirement "QOS-15" {
  title = "WSPGetQOSByName resolves templates",
  statement = "WSPGetQOSByName returns TRUE and fills the structure for a known template and FALSE with WSAEINVAL for an unknown one.",
  level = "should",
  source = "WSPGetQOSByName, Return value",
  applies = "XP1_QOS_SUPPORTED",
  observe = "Unknown random name: FALSE and WSAEINVAL; QOS structure guard bytes intact.",
  traps = "The function applies to any socket of the provider; providers without support may answer FALSE with WSAEOPNOTSUPP.",
}

requirement "QOS-16" {
  title = "The flag tells the truth",
  statement = "XP1_QOS_SUPPORTED is set when the provider accepts flow specifications.",
  level = "must",
  source = "WSAPROTOCOL_INFO, XP1_QOS_SUPPORTED",
  applies = "connection-oriented",
  observe = "Compare with the outcome of QOS-02 and QOS-04.",
  traps = "",
}

requirement "QOS-17" {
  title = "NULL in the condition function means none was given",
  statement = "A caller without flow specification is shown as lpSQOS NULL to the condition function, and a listener can tell this from a given one.",
  level = "should",
  source = "WSPAccept, Remarks",
  applies = "XP1_QOS_SUPPORTED",
  observe = "Two clients in one queue, one with and one without lpSQOS.",
  traps = "The page uses one phrase for both missing application values and missing support.",
}
