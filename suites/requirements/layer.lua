-- LAYER: layered providers and chains. Ids are stable: a withdrawn number is not used again, new ones go to the end.

requirement "LAYER-01" {
  title = "A layer starts with the chain's entry",
  statement = "A layered provider's WSPStartup receives the chain's WSAPROTOCOL_INFOW and finds its own position in it by its own identifier.",
  level = "must",
  source = "Initialization, Initializing Protocol Chains; WSPStartup, Remarks",
  applies = "layered",
  observe = "Start the layer with a chain of the layer and a harness base DLL; the base sees a WSPStartup call.",
  traps = "",
}

requirement "LAYER-02" {
  title = "The entry is passed down unchanged between layers",
  statement = "To a next layer that is itself layered, the chain's entry is passed down as received.",
  level = "must",
  source = "Initialization, Initializing Protocol Chains",
  applies = "layered, chain of three or more",
  observe = "Chain layer A, harness layer, base: the harness layer's WSPStartup gets byte-identical WSAPROTOCOL_INFOW.",
  traps = "",
}

requirement "LAYER-03" {
  title = "The base gets its own entry",
  statement = "The last layer starts the base with the base protocol's entry instead of the chain's.",
  level = "must",
  source = "Initialization, Initializing Protocol Chains",
  applies = "layered",
  observe = "Harness base: dwCatalogEntryId in WSPStartup, WSPSocket, WSPAddressToString and WSPStringToAddress is the base's.",
  traps = "The substitution rule is spelled out for start-up; the other functions carry it on their own pages.",
}

requirement "LAYER-04" {
  title = "The upcall table goes down unmodified",
  statement = "The table given to the lower provider holds the same fifteen pointers that the layer received.",
  level = "must",
  source = "Initialization, Initializing Protocol Chains; WSPStartup, Remarks",
  applies = "layered",
  observe = "Harness base compares the pointers one by one with the harness's own.",
  traps = "",
}

requirement "LAYER-05" {
  title = "The layer republishes or replaces entries",
  statement = "Every entry of the layer's table works on sockets made through the layer, whether it is its own or the lower provider's.",
  level = "must",
  source = "Initialization, Initializing Protocol Chains",
  applies = "layered",
  observe = "Run the connect-time core through the layer.",
  traps = "Mixing replaced and republished entries only works if the layer's descriptors are those of the base (IFS).",
}

requirement "LAYER-06" {
  title = "Conditional acceptance passes through",
  statement = "Arguments of the condition function, its decision and CF_DEFER reach and leave the base unchanged through a layer that does not interpret them.",
  level = "must",
  source = "WSPAccept, Remarks; Layered Protocols and Protocol Chains",
  applies = "layered",
  observe = "Run COND, DEFER and REJECT through layer and base; a layer that substitutes its own condition function must pass dwCallbackData of the client.",
  traps = "A layer that accepts unconditionally below and asks the client later changes REJECT-02 and DEFER-04.",
}

requirement "LAYER-07" {
  title = "Connect data passes through",
  statement = "A layer announcing XP1_CONNECT_DATA passes caller and callee data both ways, and one that does not announce it behaves like any provider without it.",
  level = "must",
  source = "WSPConnect and WSPAccept, Remarks; WSAPROTOCOL_INFO",
  applies = "layered",
  observe = "CONNDATA by the chain entry's flag.",
  traps = "",
}

requirement "LAYER-08" {
  title = "A layer registers handles under its own identity",
  statement = "A layer that exposes the IFS handles of the provider below calls WPUModifyIFSHandle with its own catalogue identifier, and one that makes its own descriptors passes that identifier to WPUCreateSocketHandle.",
  level = "must",
  source = "WPUModifyIFSHandle, Layered Service Provider Considerations; Descriptor Allocation",
  applies = "layered",
  observe = "Recorder log: the last upcall for each descriptor, also for accepted ones, carries the layer's identifier and not the base's.",
  traps = "Own identifier may be read as that of the layer's ChainLen 0 entry or that of the chain. The library must find the layer from it, and sockets are created through the chain's entry, so the chain's identifier is the sound reading, and it is what the platform vendor's two layered samples pass; accept either, reject the base's.",
}

requirement "LAYER-09" {
  title = "IFS layers keep the base's handle",
  statement = "A layer whose chain entry has XP1_IFS_HANDLES gives out the base's handle so that system calls work on it.",
  level = "must",
  source = "Descriptor Allocation; WSAPROTOCOL_INFO, XP1_IFS_HANDLES",
  applies = "layered, XP1_IFS_HANDLES",
  observe = "Descriptor seen by the client equals that of the harness base.",
  traps = "",
}

requirement "LAYER-10" {
  title = "Accepted sockets come from the layer",
  statement = "The descriptor returned by WSPAccept through a layer is one on which the layer's functions work, and it is distinct from the listener.",
  level = "must",
  source = "Descriptor Allocation; WSPAccept, Remarks",
  applies = "layered",
  observe = "SO_PROTOCOL_INFOW on it shows the chain's entry; data exchange through the layer.",
  traps = "",
}

requirement "LAYER-11" {
  title = "Every start of the base is matched by a cleanup",
  statement = "The layer calls the base's WSPCleanup once for each successful WSPStartup it made, at the latest in its own last WSPCleanup.",
  level = "must",
  source = "WSPCleanup, Remarks; Initialization",
  applies = "layered",
  observe = "Harness base counts. After failed layer start-ups too.",
  traps = "",
}

requirement "LAYER-12" {
  title = "A missing base fails the start",
  statement = "If the lower provider cannot be found or started, the layer's WSPStartup fails with an error code.",
  level = "should",
  source = "WSPStartup, Return value; Windows Sockets Error Codes, WSAEPROVIDERFAILEDINIT",
  applies = "layered",
  observe = "WPUGetProviderPath refuses; or the harness base returns WSASYSNOTREADY: the layer returns non-zero.",
  traps = "WSAEPROVIDERFAILEDINIT is documented for this, and for the library itself; accept any documented code.",
}

requirement "LAYER-13" {
  title = "Chains are well formed",
  statement = "A chain lists each layer once, from top to bottom, and ends in a base protocol.",
  level = "must",
  source = "Transport Configuration and Installation; WSAPROTOCOLCHAIN",
  applies = "layered",
  observe = "For every entry with ChainLen > 1: listed identifiers exist, none is repeated, none is the entry's own, and the last is a base (ChainLen 1).",
  traps = "A middle element may be a layer's ChainLen 0 entry or, as the platform vendor's sample installer writes it for a layer above another layer, the identifier of the lower layer's chain: accept both.",
}

requirement "LAYER-14" {
  title = "Error codes of the base come through",
  statement = "A failure of the base in connect-time functions is reported by the layer with the same code.",
  level = "should",
  source = "Layered Protocols and Protocol Chains (derived)",
  applies = "layered",
  observe = "Harness base returns unusual codes (WSAEHOSTDOWN) from WSPAccept, WSPListen and WSPConnect; the layer passes them on.",
  traps = "",
}

requirement "LAYER-15" {
  title = "Notifications come once",
  statement = "Passing through a layer neither duplicates nor loses FD_ACCEPT, FD_CONNECT and FD_CLOSE.",
  level = "must",
  source = "WSPEventSelect and WSPAsyncSelect, Remarks",
  applies = "layered",
  observe = "NOTIFY-04, -05 and -06 through the layer.",
  traps = "A layer that has its own hidden window for messages changes wParam: the client must see its own descriptor.",
}

requirement "LAYER-16" {
  title = "WSPStartup in a chain is per chain",
  statement = "One layer DLL may be started for several chains in one process, each with its own base.",
  level = "should",
  source = "Initialization, Initializing Protocol Chains",
  applies = "layered, several chains",
  observe = "Start with two chains; sockets of both work in turn.",
  traps = "",
}

requirement "LAYER-17" {
  title = "Blocking calls of the base stay cancellable",
  statement = "WSPCancelBlockingCall through the layer cancels the call blocked in the base.",
  level = "should",
  source = "WSPCancelBlockingCall, Remarks",
  applies = "layered",
  observe = "CANCEL-01 through the layer.",
  traps = "",
}

requirement "LAYER-18" {
  title = "IFS extension functions are exposed",
  statement = "A layer that intercepts data transfer offers the base's extension functions consistently, so that sockets accepted by AcceptEx and ConnectEx stay under its control.",
  level = "may",
  source = "WSCInstallProviderAndChains, Return value (WSAEINVALIDPROCTABLE); Function Extension Mechanism",
  applies = "layered",
  observe = "SIO_GET_EXTENSION_FUNCTION_POINTER for AcceptEx through layer and base: both or neither.",
  traps = "",
}

requirement "LAYER-19" {
  title = "Pass-through layers publish the base's transfer functions",
  statement = "A layer that exposes the base's IFS handles puts the base's own WSPSend, WSPRecv and WSPGetOverlappedResult in its table and hands overlapped arguments down unchanged.",
  level = "should",
  source = "WPUModifyIFSHandle, Layered Service Provider Considerations",
  applies = "layered, XP1_IFS_HANDLES",
  observe = "Harness base compares the three slots of the layer's table with its own, and compares the overlapped pointer and routine it receives with those the client gave.",
  traps = "Connect-time functions are not among those that must be passed through.",
}

requirement "LAYER-20" {
  title = "Layer categories can be queried",
  statement = "Categories set for a layer's hidden entry can be read back by WSCGetProviderInfo.",
  level = "may",
  source = "Categorizing Layered Service Providers and Applications",
  applies = "layered",
  observe = "Read ProviderInfoLspCategories by GUID: a DWORD of LSP_* bits or an error.",
  traps = "Layers are deprecated since Windows 8; the page's example and rule about matching categories do not agree.",
}
