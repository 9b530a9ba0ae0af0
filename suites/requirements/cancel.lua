-- CANCEL: WSPCancelBlockingCall and the blocking callback. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "CANCEL-01" {
  title = "A blocking accept can be cancelled",
  statement = "WSPCancelBlockingCall makes a WSPAccept that is blocked in the same thread return INVALID_SOCKET with WSAEINTR.",
  level = "must",
  source = "WSPCancelBlockingCall, Remarks; WSPAccept, Return value",
  applies = "connection-oriented",
  observe = "The harness delivers a blocking callback from WPUQueryBlockingCallback; its first run sets a sentinel (the call has blocked), calls WSPCancelBlockingCall from the table and returns FALSE, as the library's own callback does after a cancellation. Check WSAEINTR and that the callback is not entered again.",
  traps = "Cancelling needs the thread that is blocked, so the hook is the only deterministic place. A provider that never asks for the hook cannot be cancelled this way: report as a separate failure of UPCALL-10.",
}

requirement "CANCEL-02" {
  title = "WSPCancelBlockingCall reports success",
  statement = "Called from the hook of a blocked call WSPCancelBlockingCall returns 0.",
  level = "must",
  source = "WSPCancelBlockingCall, Return value",
  applies = "connection-oriented",
  observe = "Record the result inside the hook of CANCEL-01.",
  traps = "",
}

requirement "CANCEL-03" {
  title = "A cancelled accept leaves the listener intact",
  statement = "After a cancelled WSPAccept the listener and its queue are as before.",
  level = "must",
  source = "WSPCancelBlockingCall, Remarks",
  applies = "connection-oriented",
  observe = "After CANCEL-01 connect a client and accept it on the same listener; SO_ACCEPTCONN still TRUE; cancel ten times in a row.",
  traps = "",
}

requirement "CANCEL-04" {
  title = "A blocking connect can be cancelled",
  statement = "A blocked WSPConnect ends with WSAEINTR when cancelled.",
  level = "must",
  source = "WSPCancelBlockingCall, Remarks; WSPConnect, Return value",
  applies = "connection-oriented",
  observe = "Hold the decision back (decision-reporting provider, listener not accepting); cancel in the hook.",
  traps = "If the attempt completes first, success is allowed. On handshake-first stacks a full backlog or a configured black hole is needed; otherwise skip.",
}

requirement "CANCEL-05" {
  title = "A cancelled connect may leave the socket unusable",
  statement = "After a cancelled WSPConnect only WSPCloseSocket is sure to work, and it does.",
  level = "must",
  source = "WSPCancelBlockingCall, Remarks",
  applies = "connection-oriented",
  observe = "WSPCloseSocket returns 0; record what a further WSPConnect would have done on another sample.",
  traps = "",
}

requirement "CANCEL-06" {
  title = "A blocking WSPSelect can be cancelled",
  statement = "A blocked WSPSelect ends with WSAEINTR and leaves the sockets in its sets usable.",
  level = "must",
  source = "WSPCancelBlockingCall, Remarks; WSPSelect, Return value",
  applies = "connection-oriented",
  observe = "Infinite timeout on a quiet listener; cancel in the hook; then accept a client.",
  traps = "Contents of the sets after the failure are not defined.",
}

requirement "CANCEL-07" {
  title = "Cancelling with nothing blocked gives WSAEINVAL",
  statement = "WSPCancelBlockingCall in a thread without an outstanding blocking call fails with WSAEINVAL.",
  level = "must",
  source = "WSPCancelBlockingCall, Return value",
  applies = "all",
  observe = "From an idle thread, while another thread is blocked in WSPAccept, which must stay blocked (fence: a client then makes it succeed).",
  traps = "Wine 8.0 gives 0 through the API.",
}

requirement "CANCEL-08" {
  title = "Only the calling thread's operation is cancelled",
  statement = "A cancellation in one thread does not touch blocked calls of other threads.",
  level = "must",
  source = "WSPCancelBlockingCall, Remarks",
  applies = "connection-oriented",
  observe = "Two listeners, two blocked threads; the hook of the first cancels; the second completes with its client.",
  traps = "",
}

requirement "CANCEL-09" {
  title = "A completed call wins over a late cancellation",
  statement = "If the operation completes before it is cancelled, it returns success as if nothing had happened.",
  level = "must",
  source = "WSPCancelBlockingCall, Remarks",
  applies = "connection-oriented",
  observe = "In the hook first make the client connect (from the hook via a helper thread, waiting for its success), then cancel: WSPAccept gives either WSAEINTR with the request still queued or a valid socket; never both lost.",
  traps = "",
}

requirement "CANCEL-10" {
  title = "The callback's result decides about waiting on",
  statement = "A TRUE result of the blocking callback makes the provider wait on and call it again from time to time; a FALSE result stands for a cancelled operation and ends the call with WSAEINTR.",
  level = "should",
  source = "WPUQueryBlockingCallback, Remarks",
  applies = "connection-oriented",
  observe = "First run returns TRUE twenty times, then starts the client: the accept succeeds. Second run returns FALSE at once without any cancellation: WSAEINTR. Third run cancels but returns TRUE: WSAEINTR as soon as possible.",
  traps = "The overview of blocking hooks describes the application's hook, where FALSE only means that no message was dispatched; that hook is wrapped by the library and is not what the provider calls. The second and third runs are warnings: only a hang or a foreign code is a failure.",
}

requirement "CANCEL-11" {
  title = "The condition function is not run by a cancelled accept",
  statement = "A WSPAccept cancelled before a request arrived does not call the condition function.",
  level = "must",
  source = "WSPAccept, Remarks; WSPCancelBlockingCall, Remarks (derived)",
  applies = "connection-oriented",
  observe = "Counter in the condition function stays 0 in CANCEL-01.",
  traps = "",
}

requirement "CANCEL-12" {
  title = "Cancellation creates no descriptor",
  statement = "A cancelled WSPAccept leaves no net handle.",
  level = "must",
  source = "WSPCancelBlockingCall, Remarks (derived)",
  applies = "connection-oriented",
  observe = "Compare create and close upcalls over ten cancellations.",
  traps = "",
}

requirement "CANCEL-13" {
  title = "A damaged stream is reset and says so",
  statement = "When cancelling a data transfer damaged a stream, later calls other than close fail with WSAECONNABORTED.",
  level = "should",
  source = "WSPCancelBlockingCall, Remarks",
  applies = "connection-oriented",
  observe = "Blocked WSPSend with a non-reading peer, cancel in the hook: either the stream continues byte-exact from the reported count or every later call fails with WSAECONNABORTED.",
  traps = "",
}

requirement "CANCEL-14" {
  title = "Non-blocking calls cannot be cancelled",
  statement = "WSPCancelBlockingCall has no influence on an outstanding non-blocking connect or overlapped request.",
  level = "should",
  source = "WSPCancelBlockingCall, Remarks",
  applies = "connection-oriented",
  observe = "Held-back non-blocking connect, cancel in the same thread: WSAEINVAL; release; FD_CONNECT with 0.",
  traps = "",
}
