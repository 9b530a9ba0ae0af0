-- UPCALL: the WPU functions. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "UPCALL-01" {
  title = "Only table entries are called",
  statement = "The provider reaches the socket library through the fifteen pointers of the table given to WSPStartup, at their documented positions.",
  level = "must",
  source = "WSPUPCALLTABLE; Upcalls Exposed by Windows Sockets 2 DLL",
  applies = "all",
  observe = "Give every slot its own recorder; the calls seen must make sense for their slot (argument sanity) over all tests.",
  traps = "Order of the table: CloseEvent, CloseSocketHandle, CreateEvent, CreateSocketHandle, FDIsSet, GetProviderPath, ModifyIFSHandle, PostMessage, QueryBlockingCallback, QuerySocketHandleContext, QueueApc, ResetEvent, SetEvent, OpenCurrentThread, CloseThread. The reference page's order is authoritative.",
}

requirement "UPCALL-02" {
  title = "IFS providers present each new handle",
  statement = "A provider with XP1_IFS_HANDLES calls WPUModifyIFSHandle once for each new descriptor and before giving it out, and hands out only the returned value.",
  level = "must",
  source = "Descriptor Allocation; WPUModifyIFSHandle, Remarks",
  applies = "XP1_IFS_HANDLES",
  observe = "Recorder returns the proposed handle unchanged and logs; the result of WSPSocket and WSPAccept equals the logged return; count is one for each descriptor.",
  traps = "The modified value must mean the same to the operating system, which ignores the two lowest bits of a handle: an optional extra run may return the proposed value with bit 0 set to see which of the two is given out. Keep it out of the default set: the platform vendor's layered sample asserts that both are equal.",
}

requirement "UPCALL-03" {
  title = "Non-IFS providers obtain each handle from the library",
  statement = "A provider without XP1_IFS_HANDLES calls WPUCreateSocketHandle once for each new descriptor and gives out that value only.",
  level = "must",
  source = "Descriptor Allocation; WPUCreateSocketHandle, Remarks",
  applies = "non-IFS",
  observe = "Recorder hands out values of its own choice (for example 0x5A000004 and up) and requires them back from WSPSocket, WSPAccept, WSPJoinLeaf and WSPDuplicateSocket's partner.",
  traps = "",
}

requirement "UPCALL-04" {
  title = "The provider's own catalogue identifier is passed",
  statement = "dwCatalogEntryId in WPUModifyIFSHandle and WPUCreateSocketHandle is that of the entry through which the provider was started or the socket created.",
  level = "must",
  source = "WPUModifyIFSHandle and WPUCreateSocketHandle, Parameters",
  applies = "all",
  observe = "Compare with the WSAPROTOCOL_INFOW given to WSPSocket; repeat for two entries served by one DLL.",
  traps = "For layers see LAYER-08.",
}

requirement "UPCALL-05" {
  title = "Handles are made after the decision",
  statement = "During WSPAccept the handle upcall for the new socket comes only after an accepting decision, or is undone before the call returns.",
  level = "must",
  source = "WSPAccept, Remarks; Descriptor Allocation",
  applies = "connection-oriented",
  observe = "Log order: condition function, then handle upcall, then return; for rejects and deferrals no net handle.",
  traps = "An early allocation is not forbidden, only a leak is; the order is should, the balance must.",
}

requirement "UPCALL-06" {
  title = "Non-IFS handles are released once",
  statement = "WSPCloseSocket of a non-IFS provider calls WPUCloseSocketHandle exactly once for the handle.",
  level = "must",
  source = "WSPCloseSocket, Remarks; WPUCloseSocketHandle, Remarks",
  applies = "non-IFS",
  observe = "Balance of creates and closes over a whole run is zero, no handle closed twice; order: no use after close.",
  traps = "",
}

requirement "UPCALL-07" {
  title = "IFS providers do not call WPUCloseSocketHandle",
  statement = "A provider with IFS handles closes its own handles and does not use the create, query and close upcalls of non-IFS handles.",
  level = "must",
  source = "WPUCloseSocketHandle, Remarks; Upcalls Exposed by Windows Sockets 2 DLL",
  applies = "XP1_IFS_HANDLES",
  observe = "The three recorders stay silent.",
  traps = "The upcall summary calls the close upcall required without restricting it; the function page restricts it to non-IFS handles. Report, fail only when a handle unknown to the recorder is closed.",
}

requirement "UPCALL-08" {
  title = "The context value survives",
  statement = "WPUQuerySocketHandleContext is called with handles of the provider and the value returned is the one given to WPUCreateSocketHandle; the provider depends on nothing else.",
  level = "must",
  source = "WPUQuerySocketHandleContext, Remarks; Descriptor Allocation",
  applies = "non-IFS",
  observe = "The recorder returns the stored context. A provider may keep its own map and never ask.",
  traps = "dwContext is DWORD in the overview and DWORD_PTR in the header: contexts above 4 GiB must survive on 64-bit.",
}

requirement "UPCALL-09" {
  title = "A failed context query means not a socket",
  statement = "If WPUQuerySocketHandleContext refuses a handle the SPI call fails with WSAENOTSOCK.",
  level = "must",
  source = "WPUQuerySocketHandleContext, Return value; Error Reporting and Parameter Validation",
  applies = "non-IFS",
  observe = "Recorder refuses a handle value that the provider never issued; WSPListen, WSPAccept and WSPConnect give WSAENOTSOCK.",
  traps = "",
}

requirement "UPCALL-10" {
  title = "The blocking hook is asked for when a call must block",
  statement = "WPUQueryBlockingCallback is called when a call on a blocking socket cannot complete at once, and not for non-blocking sockets or calls that complete immediately.",
  level = "must",
  source = "Blocking Hook; WPUQueryBlockingCallback, Remarks",
  applies = "connection-oriented",
  observe = "Empty queue and blocking listener: at least one query. Non-blocking listener and queued request: none.",
  traps = "On preemptive systems without hooks some providers use native waits and skip the query; the upcall is listed as required all the same.",
}

requirement "UPCALL-11" {
  title = "The hook gets its context and a NULL hook is honoured",
  statement = "When the upcall delivers a callback the provider calls it with the delivered context value; when it delivers NULL the provider waits natively.",
  level = "must",
  source = "WPUQueryBlockingCallback, Remarks",
  applies = "connection-oriented",
  observe = "Deliver a hook with a random pointer-sized context and compare inside; deliver NULL and see a normal blocking accept.",
  traps = "",
}

requirement "UPCALL-12" {
  title = "A failing hook query does not hang the call",
  statement = "If WPUQueryBlockingCallback fails the blocked call either goes on natively or returns an error.",
  level = "should",
  source = "WPUQueryBlockingCallback, Return value",
  applies = "connection-oriented",
  observe = "Upcall returns SOCKET_ERROR; deadline; then release by a client.",
  traps = "",
}

requirement "UPCALL-13" {
  title = "Messages go through WPUPostMessage and its result is tolerated",
  statement = "Window notifications are posted with WPUPostMessage, and a FALSE result neither crashes nor blocks the provider.",
  level = "must",
  source = "WPUPostMessage, Remarks; Upcalls Exposed by Windows Sockets 2 DLL",
  applies = "connection-oriented",
  observe = "Recorder returns FALSE for the first FD_ACCEPT; the accept works nevertheless. Retrying the post is allowed.",
  traps = "",
}

requirement "UPCALL-14" {
  title = "WPUCompleteOverlappedRequest is not in the table",
  statement = "Completion of overlapped requests that need the library is reported through the exported WPUCompleteOverlappedRequest, not through a slot of the table.",
  level = "must",
  source = "WPUCompleteOverlappedRequest, Remarks; WSPUPCALLTABLE",
  applies = "all",
  observe = "The harness cannot intercept it by the table; observe its effect (event, completion routine, port) or redirect the provider's import. A provider that completes by event or WPUQueueApc alone and never needs the library is correct.",
  traps = "A harness that is not the real library must count on the provider importing from ws2_32. Tests that depend on it belong to a separate class.",
}

requirement "UPCALL-15" {
  title = "Completion routines run in the calling thread",
  statement = "When a completion routine is requested the provider queues it to the thread given in lpThreadId, by WPUQueueApc or the system call, and not in another thread.",
  level = "must",
  source = "WPUQueueApc, Remarks; Receiving Completion Indications",
  applies = "all",
  observe = "Overlapped receive with a routine; after completion nothing runs until an alertable wait; then it runs once in that thread.",
  traps = "",
}

requirement "UPCALL-16" {
  title = "The thread identifier is copied",
  statement = "The WSATHREADID passed with an overlapped call may vanish when the call returns.",
  level = "must",
  source = "WPUQueueApc, Parameters and Remarks",
  applies = "all",
  observe = "Pass a structure on the stack, overwrite it after the call returns pending, complete the request: the routine runs and, if the recorder saw a queue request, the copy had the original content.",
  traps = "",
}

requirement "UPCALL-17" {
  title = "Event upcalls are optional",
  statement = "The provider may create, set and reset events itself; if it uses the event upcalls, each created event is closed.",
  level = "may",
  source = "Upcalls Exposed by Windows Sockets 2 DLL",
  applies = "all",
  observe = "Balance of WPUCreateEvent and WPUCloseEvent after the final cleanup is zero; client-owned events are never closed.",
  traps = "",
}

requirement "UPCALL-18" {
  title = "Thread upcalls are balanced",
  statement = "Every WPUOpenCurrentThread that succeeded is matched by one WPUCloseThread.",
  level = "must",
  source = "WPUOpenCurrentThread and WPUCloseThread, Remarks",
  applies = "all",
  observe = "Counts after the final cleanup.",
  traps = "",
}

requirement "UPCALL-19" {
  title = "lpErrno arguments of upcalls are valid",
  statement = "All upcalls receive a usable lpErrno pointer.",
  level = "must",
  source = "WPU function pages, Parameters",
  applies = "all",
  observe = "The recorder checks for NULL and writes to it each time.",
  traps = "WPUPostMessage and WPUFDIsSet have no such argument.",
}

requirement "UPCALL-20" {
  title = "No upcalls after the last cleanup",
  statement = "After the last WSPCleanup has returned no upcall is made.",
  level = "must",
  source = "WSPCleanup, Remarks",
  applies = "all",
  observe = "Arm the recorder after the cleanup with a tripwire, close helper sockets, wait for worker threads by unloading the DLL: no call. See CLEANUP-09.",
  traps = "",
}

requirement "UPCALL-21" {
  title = "No upcall during the condition function",
  statement = "The provider does not hold a lock that makes upcalls and provider calls from the condition function dead-lock.",
  level = "should",
  source = "WSPAccept, Remarks (derived)",
  applies = "connection-oriented",
  observe = "In the condition function call WSPGetSockOpt and WSPEventSelect on another socket, and let a second client arrive: no hang within the deadline.",
  traps = "See COND-20: nested calls may be refused with WSAEINPROGRESS.",
}

requirement "UPCALL-22" {
  title = "A failing handle upcall fails the call cleanly",
  statement = "When the recorder refuses a handle, WSPSocket and WSPAccept fail with the code it stored and nothing leaks.",
  level = "should",
  source = "WPUCreateSocketHandle and WPUModifyIFSHandle, Return value",
  applies = "all",
  observe = "Recorder returns INVALID_SOCKET with WSAENOBUFS, once; then normal operation.",
  traps = "For WSPAccept the code may be WSAEMFILE or the upcall's code; the fate of the request is open.",
}

requirement "UPCALL-23" {
  title = "Provider path comes from the library",
  statement = "A provider that loads a lower one asks for its path through WPUGetProviderPath.",
  level = "must",
  source = "WPUGetProviderPath, Remarks; Upcalls Exposed by Windows Sockets 2 DLL",
  applies = "layered",
  observe = "The recorder answers with the path of a harness DLL; that DLL is the one loaded. Also answer with a short-buffer failure (WSAEFAULT) first: the layer asks again or fails WSPStartup.",
  traps = "",
}

requirement "UPCALL-24" {
  title = "Sets may be searched by the provider itself",
  statement = "Use of WPUFDIsSet is optional and its answer agrees with the set's contents.",
  level = "may",
  source = "Upcalls Exposed by Windows Sockets 2 DLL",
  applies = "all",
  observe = "Recorder implements it faithfully; log only.",
  traps = "",
}
