-- JOINLEAF: WSPJoinLeaf. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "JOINLEAF-01" {
  title = "Only multipoint sockets can join",
  statement = "WSPJoinLeaf on a socket made without multipoint flags fails.",
  level = "must",
  source = "WSPJoinLeaf, Remarks",
  applies = "all",
  observe = "Plain socket: INVALID_SOCKET with any documented code, no crash, no descriptor.",
  traps = "No code is named; WSAEINVAL and WSAEOPNOTSUPP are plausible.",
}

requirement "JOINLEAF-02" {
  title = "Non-sockets give WSAENOTSOCK",
  statement = "WSPJoinLeaf on a descriptor that is not a socket fails with WSAENOTSOCK.",
  level = "must",
  source = "WSPJoinLeaf, Return value",
  applies = "all",
  observe = "INVALID_SOCKET and closed descriptor.",
  traps = "",
}

requirement "JOINLEAF-03" {
  title = "A leaf's join returns the same descriptor",
  statement = "WSPJoinLeaf on a c_leaf socket returns the input descriptor and allocates none.",
  level = "must",
  source = "WSPJoinLeaf, Remarks",
  applies = "XP1_SUPPORT_MULTIPOINT",
  observe = "Compare values; handle upcalls unchanged.",
  traps = "",
}

requirement "JOINLEAF-04" {
  title = "A root's join returns a new descriptor",
  statement = "WSPJoinLeaf on a c_root socket returns a new c_leaf descriptor obtained through the handle upcall.",
  level = "must",
  source = "WSPJoinLeaf, Remarks; Descriptor Allocation",
  applies = "XP1_SUPPORT_MULTIPOINT with XP1_MULTIPOINT_CONTROL_PLANE",
  observe = "Value differs from s; one upcall; SO_TYPE works on it.",
  traps = "",
}

requirement "JOINLEAF-05" {
  title = "A listening root may join leaves",
  statement = "A c_root socket in listening mode is accepted by WSPJoinLeaf, unlike a listening socket in WSPConnect.",
  level = "must",
  source = "WSPJoinLeaf, Remarks; Semantic Differences Between Multipoint Sockets and Regular Sockets",
  applies = "XP1_SUPPORT_MULTIPOINT with XP1_MULTIPOINT_CONTROL_PLANE",
  observe = "Listen on a c_root, join a leaf, then accept another leaf that joins by itself.",
  traps = "Allowed expressly, but only needed for schemes with both kinds of join: failure on others is a warning.",
}

requirement "JOINLEAF-06" {
  title = "The new leaf descriptor inherits",
  statement = "The descriptor returned for a root has the properties of s, including registered events.",
  level = "must",
  source = "WSPJoinLeaf, Remarks",
  applies = "XP1_SUPPORT_MULTIPOINT with XP1_MULTIPOINT_CONTROL_PLANE",
  observe = "Register FD_CLOSE at s; the leaf leaves; FD_CLOSE for the new descriptor.",
  traps = "",
}

requirement "JOINLEAF-07" {
  title = "Non-blocking joins return a descriptor at once",
  statement = "On a non-blocking socket WSPJoinLeaf returns a valid descriptor instead of WSAEWOULDBLOCK and reports the outcome by FD_CONNECT at s.",
  level = "must",
  source = "WSPJoinLeaf, Return value and Remarks",
  applies = "XP1_SUPPORT_MULTIPOINT",
  observe = "Register FD_CONNECT at s, join, wait for FD_CONNECT with its code; the descriptor is usable after that.",
  traps = "WSPSelect cannot be used for the completion.",
}

requirement "JOINLEAF-08" {
  title = "The descriptor is unusable until FD_CONNECT",
  statement = "Before FD_CONNECT only WSPCloseSocket is legal on the returned descriptor, and it cancels the join.",
  level = "must",
  source = "WSPJoinLeaf, Remarks",
  applies = "XP1_SUPPORT_MULTIPOINT with XP1_MULTIPOINT_CONTROL_PLANE",
  observe = "Held-back leaf (listening, not accepting): close the new descriptor: 0; the leaf's accept follows ACCEPT-23; s remains usable.",
  traps = "For a c_leaf the descriptor is s itself, so closing closes it.",
}

requirement "JOINLEAF-09" {
  title = "A second join meanwhile gives WSAEALREADY",
  statement = "While a join is outstanding another WSPJoinLeaf on the socket fails with WSAEALREADY.",
  level = "must",
  source = "WSPJoinLeaf, Return value",
  applies = "XP1_SUPPORT_MULTIPOINT",
  observe = "Held-back join, second join to another leaf.",
  traps = "Only one request may be outstanding, for a root as well.",
}

requirement "JOINLEAF-10" {
  title = "A joined leaf gives WSAEISCONN",
  statement = "A further WSPJoinLeaf on a c_leaf that has joined already fails with WSAEISCONN; a c_root may go on joining.",
  level = "must",
  source = "WSPJoinLeaf, Return value",
  applies = "XP1_SUPPORT_MULTIPOINT",
  observe = "Second join on a leaf; second join on a root to another leaf succeeds.",
  traps = "The text says usually: non-rooted planes such as IP multicast allow several groups. Apply to rooted control planes with must, others with may.",
}

requirement "JOINLEAF-11" {
  title = "Connect-time data works as in WSPConnect",
  statement = "lpCallerData and lpCalleeData follow the rules of WSPConnect, including WSAEPROTONOSUPPORT and len becoming zero.",
  level = "must",
  source = "WSPJoinLeaf, Return value and Remarks",
  applies = "XP1_SUPPORT_MULTIPOINT",
  observe = "CONNDATA-01, -04, -05, -06, -11, -14 and -15 with WSPJoinLeaf in place of WSPConnect.",
  traps = "",
}

requirement "JOINLEAF-12" {
  title = "The leaf's condition function sees the join",
  statement = "A joining request is indicated to the listening side by FD_ACCEPT and decided by WSPAccept with its condition function, including CF_REJECT and CF_DEFER.",
  level = "must",
  source = "SPI Semantics for Joining Multipoint Leaves; WSPJoinLeaf, Remarks",
  applies = "XP1_SUPPORT_MULTIPOINT with XP1_MULTIPOINT_CONTROL_PLANE",
  observe = "Reject: FD_CONNECT at s with WSAECONNREFUSED; defer then accept: FD_CONNECT with 0.",
  traps = "",
}

requirement "JOINLEAF-13" {
  title = "Accepting a join yields a c_leaf",
  statement = "The socket that WSPAccept returns for a joining leaf at a root is a c_leaf descriptor.",
  level = "must",
  source = "WSPJoinLeaf, Remarks",
  applies = "XP1_SUPPORT_MULTIPOINT with XP1_MULTIPOINT_CONTROL_PLANE",
  observe = "Second WSPJoinLeaf on it fails with WSAEISCONN; closing it gives FD_CLOSE at the leaf.",
  traps = "",
}

requirement "JOINLEAF-14" {
  title = "Leaving is announced",
  statement = "When a leaf closes, the root's descriptor for it gets FD_CLOSE; when the root closes its descriptor, the leaf gets FD_CLOSE; closing the c_root gives FD_CLOSE to all leaves.",
  level = "must",
  source = "WSPJoinLeaf, Remarks; Semantic Differences Between Multipoint Sockets and Regular Sockets",
  applies = "XP1_SUPPORT_MULTIPOINT with XP1_MULTIPOINT_CONTROL_PLANE",
  observe = "Three variants with two leaves; the untouched leaf is the control.",
  traps = "",
}

requirement "JOINLEAF-15" {
  title = "dwFlags select the direction",
  statement = "JL_SENDER_ONLY, JL_RECEIVER_ONLY and JL_BOTH are accepted; zero or unknown bits are refused.",
  level = "should",
  source = "WSPJoinLeaf, Parameters",
  applies = "XP1_SUPPORT_MULTIPOINT",
  observe = "Each flag; 0 and 0x80: an error.",
  traps = "No code is named (WSAEINVAL expected), and stacks may treat 0 as both: warning only. Enforcement of the direction on data is not promised.",
}

requirement "JOINLEAF-16" {
  title = "Name errors equal those of WSPConnect",
  statement = "Zero addresses, foreign families, short or unusable names give WSAEADDRNOTAVAIL, WSAEAFNOSUPPORT and WSAEFAULT.",
  level = "must",
  source = "WSPJoinLeaf, Return value",
  applies = "XP1_SUPPORT_MULTIPOINT",
  observe = "CONNECT-09, -11, -12 and -13 with WSPJoinLeaf.",
  traps = "",
}

requirement "JOINLEAF-17" {
  title = "An unsatisfiable flow specification gives WSAEOPNOTSUPP",
  statement = "lpSQOS that cannot be granted makes WSPJoinLeaf fail with WSAEOPNOTSUPP.",
  level = "must",
  source = "WSPJoinLeaf, Return value",
  applies = "XP1_SUPPORT_MULTIPOINT",
  observe = "As QOS-02 or QOS-05.",
  traps = "",
}

requirement "JOINLEAF-18" {
  title = "A failed join may be retried",
  statement = "After WSAECONNREFUSED, WSAENETUNREACH or WSAETIMEDOUT the socket can be used for another join.",
  level = "must",
  source = "WSPJoinLeaf, Return value",
  applies = "XP1_SUPPORT_MULTIPOINT",
  observe = "Refused join, then a good one.",
  traps = "",
}

requirement "JOINLEAF-19" {
  title = "An unbound socket is bound by the join",
  statement = "WSPJoinLeaf binds an unbound socket to a unique local name.",
  level = "must",
  source = "WSPJoinLeaf, Remarks",
  applies = "XP1_SUPPORT_MULTIPOINT",
  observe = "WSPGetSockName before and after.",
  traps = "",
}

requirement "JOINLEAF-20" {
  title = "Leaf listeners take multipoint requests only",
  statement = "A c_leaf socket in listening mode is offered multipoint requests only.",
  level = "must",
  source = "Semantic Differences Between Multipoint Sockets and Regular Sockets",
  applies = "XP1_SUPPORT_MULTIPOINT with XP1_MULTIPOINT_CONTROL_PLANE",
  observe = "Ordinary connect to the leaf's name: refused, no FD_ACCEPT after a fence; then a root's join is indicated.",
  traps = "",
}
