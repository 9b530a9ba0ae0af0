-- CLEANUP: WSPCleanup and the reference count. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "CLEANUP-01" {
  title = "Only the last WSPCleanup has effect",
  statement = "With n successful starts, the first n-1 cleanups merely decrement a per-process counter and leave sockets and registrations working.",
  level = "must",
  source = "WSPCleanup, Remarks; Cleanup",
  applies = "all",
  observe = "Start three times, open a listener with a pending request, clean up twice; WSPAccept must still return the request.",
  traps = "",
}

requirement "CLEANUP-02" {
  title = "WSPCleanup returns zero on success",
  statement = "A matched WSPCleanup returns 0.",
  level = "must",
  source = "WSPCleanup, Return value",
  applies = "all",
  observe = "Check each balanced call.",
  traps = "",
}

requirement "CLEANUP-03" {
  title = "One cleanup too many gives WSANOTINITIALISED",
  statement = "WSPCleanup without an outstanding successful WSPStartup returns SOCKET_ERROR with WSANOTINITIALISED.",
  level = "must",
  source = "WSPCleanup, Return value",
  applies = "all",
  observe = "Keep the DLL loaded by the harness's own LoadLibrary reference, clean up once too often, read the poisoned lpErrno.",
  traps = "The table pointers may be stale after the DLL is unloaded, hence the extra load reference.",
}

requirement "CLEANUP-04" {
  title = "Final cleanup cancels blocked calls silently",
  statement = "When the count reaches zero, blocking and asynchronous calls pending in any thread end without any posted message or signalled event.",
  level = "must",
  source = "WSPCleanup, Remarks",
  applies = "all",
  observe = "One thread blocks in WSPAccept (its entry proved by the WPUQueryBlockingCallback log or by a listener-side fence), another cleans up; the blocked call must return an error and the recorder must show no WPUPostMessage and the registered event must be unsignalled.",
  traps = "The code returned by the cancelled call is not named. Unloading the DLL while the thread is still inside it is the harness's fault: join first.",
}

requirement "CLEANUP-05" {
  title = "Final cleanup aborts overlapped I/O without completion",
  statement = "Pending overlapped sends and receives are cancelled by the final cleanup with status WSA_OPERATION_ABORTED, without setting the event or running the completion routine.",
  level = "must",
  source = "WSPCleanup, Remarks",
  applies = "all",
  observe = "Post an overlapped WSPRecv on a connected socket, clean up, then enter one alertable zero wait: no APC, event unsignalled.",
  traps = "WSPCloseSocket behaves the other way round (it performs the completion action), so the two paths must not be shared blindly.",
}

requirement "CLEANUP-06" {
  title = "Sockets still open at final cleanup are reset and released",
  statement = "Sockets open when the last WSPCleanup runs are treated as if closed: connections are reset and descriptors released.",
  level = "must",
  source = "WSPCleanup, Remarks",
  applies = "all",
  observe = "Use a peer in another process or on another provider instance: its receive must report a reset or close. For non-IFS providers compare the WPUCreateSocketHandle and WPUCloseSocketHandle logs.",
  traps = "A transport that lives in one process cannot show the peer's side: not applicable there. Whether a graceful close may replace the reset is contradicted between the Cleanup page (unsent data of graceful sockets is transmitted first) and the reference page (open sockets are reset).",
}

requirement "CLEANUP-07" {
  title = "Data of sockets already closed still gets out",
  statement = "Data queued on sockets that were closed gracefully before the cleanup is still transmitted.",
  level = "must",
  source = "WSPCleanup, Remarks; Cleanup",
  applies = "connection-oriented",
  observe = "Send a block larger than one segment, WSPCloseSocket, final WSPCleanup, and let the peer read until close: every byte arrives.",
  traps = "A transport that lives in one process cannot show the peer's side: not applicable there.",
}

requirement "CLEANUP-08" {
  title = "The provider can be restarted at once",
  statement = "Immediately after the final WSPCleanup a new WSPStartup succeeds and the provider is fully functional.",
  level = "must",
  source = "WSPCleanup, Remarks; Cleanup",
  applies = "all",
  observe = "Run a complete connect/accept exchange, clean up, start again and repeat it on the same address (with address reuse if the protocol needs it).",
  traps = "",
}

requirement "CLEANUP-09" {
  title = "WSPCleanup returns only when unloading is safe",
  statement = "When WSPCleanup returns the DLL may be unloaded: no provider thread, timer or APC still needs its code.",
  level = "must",
  source = "WSPCleanup, Remarks",
  applies = "all",
  observe = "Free the library directly after the last cleanup and then let the process make an alertable wait and a thread-list scan for start addresses inside the unloaded range.",
  traps = "ws2_32 itself may keep a DLL loaded for the process lifetime; test with direct loading.",
}

requirement "CLEANUP-10" {
  title = "Pending and deferred requests die with the listener at cleanup",
  statement = "A connection request that is queued or deferred when the last cleanup runs is refused or reset towards its caller; it never becomes an established connection.",
  level = "should",
  source = "WSPCleanup, Remarks (derived)",
  applies = "connection-oriented",
  observe = "Client in a second provider instance or process; defer its request, clean the server up, and require the client to see a failed connect or a close.",
  traps = "A transport that lives in one process cannot show the peer's side: not applicable there. For TCP-like stacks the client is already connected and sees a reset or end of stream instead of WSAECONNREFUSED.",
}
