-- What scenarios see: the globals, the wsp object, the words for needs, and the probe that finds a provider's traits.
local spi, vocabulary = ...

local options = vocabulary.options
local set = vocabulary.set
local constants = spi.constants

vocabulary.environment = {
  check = vocabulary.check,
  record = vocabulary.record,
  undecided = vocabulary.undecided,
  constants = constants,
  string_pack = string.pack,
}

local Wsp = vocabulary.class("wsp")
local methods, getters = {}, Wsp.getters

methods.socket = vocabulary.new_socket
methods.try_socket = vocabulary.try_socket
methods.bound_socket = vocabulary.bound_socket
methods.listen = vocabulary.listen
methods.request = vocabulary.request
methods.attempt = vocabulary.attempt
methods.connection = vocabulary.connection
methods.accept_from = vocabulary.accept_from
methods.await_request = vocabulary.await_request
methods.fence = vocabulary.fence
methods.settle = vocabulary.settle
methods.crowd = vocabulary.crowd
methods.exchange = vocabulary.exchange
methods.receive_all = vocabulary.receive_all
methods.name_to_dial = vocabulary.name_to_dial
methods.local_address = vocabulary.local_address
methods.blank_address = vocabulary.blank_address
methods.note = spi.note

--- The wildcard name of the entry's family.
function methods.wildcard_address()
  return vocabulary.local_address():with_zero_host()
end

function methods.address(bytes)
  return vocabulary.address(bytes)
end

--- A socket object for a value that the provider never gave out.
function methods.unknown_socket()
  return vocabulary.adopt_socket(spi.unknown_handle(), "unknown descriptor")
end

--- A socket object for INVALID_SOCKET.
function methods.invalid_socket()
  return vocabulary.adopt_socket(constants.INVALID_SOCKET, "INVALID_SOCKET")
end

--- Bytes in which every value occurs, of any length, different for each seed.
function methods.pattern(length, seed)
  local bytes = {}
  for i = 1, length do
    bytes[i] = string.char((i * 7 + (seed or 0) * 31) % 256)
  end
  return table.concat(bytes)
end

--- Waits until a function answers true, asking again whenever something happened; false if it never did.
function methods.wait_until(predicate)
  return spi.wait_until(predicate, "limit")
end

local select_options = set { "read", "write", "except", "timeout", "thread" }

local function handles(sockets)
  if not sockets then
    return nil
  end
  local list = {}
  for i, socket in ipairs(sockets) do
    list[i] = socket.handle
  end
  return list
end

local function select_request(given)
  local o = options(given, select_options, "select")
  return {
    fn = "WSPSelect", read = handles(o.read), write = handles(o.write), except = handles(o.except),
    timeout = o.timeout or "zero", thread = o.thread,
  }
end

--- WSPSelect over sets of sockets; outcome.count, outcome:found("read", socket).
function methods.select(given)
  return vocabulary.outcome(spi.call(select_request(given)))
end

function methods.begin_select(given)
  return vocabulary.begin(select_request(given))
end

-- Names as text. The catalog entry is the provider's own unless another one's identifier is given.

function methods.address_to_string(address, entry)
  return vocabulary.outcome(spi.call { fn = "WSPAddressToString", address = address.bytes, info = entry })
end

function methods.string_to_address(text, entry)
  return vocabulary.outcome(spi.call { fn = "WSPStringToAddress", text = text, info = entry, af = spi.entry.af })
end

-- Starting and cleaning up.

local startup_options = set { "version", "recorder", "data", "table", "spoil_table", "entry", "keep_table" }

--- WSPStartup; version as {major, minor}, 2.2 by default.
function methods.startup(given)
  local o = options(given, startup_options, "startup")
  local version = o.version and (o.version[1] | o.version[2] << 8) or nil
  return vocabulary.outcome(spi.call {
    fn = "WSPStartup", version = version, recorder = o.recorder, data = o.data, table = o.table,
    spoil_table = o.spoil_table, entry = o.entry, keep_table = o.keep_table,
  })
end

function methods.cleanup()
  return vocabulary.outcome(spi.call { fn = "WSPCleanup" })
end

-- Upcalls.

local Upcalls = vocabulary.class("upcalls")

local function named(records, name)
  local found = {}
  for _, record in ipairs(records) do
    if name == nil or record.name == name then
      found[#found + 1] = record
    end
  end
  return found
end

--- A place in the log: what comes later can be asked for.
function Upcalls.methods.mark()
  return spi.upcall_sequence()
end

--- The upcalls of a name (all without one) since a mark.
function Upcalls.methods.since(_, mark, name)
  return named(spi.upcalls(mark), name)
end

--- The next call of this upcall fails with a code.
function Upcalls.methods.fail_next(_, name, code)
  spi.fail_upcall(name, code)
end

--- The provider's next attempt to obtain a descriptor fails, with the code that its upcall would give. With a catalog
--- id only one under that identity does: in a chain, that of one provider.
function Upcalls.methods.refuse_next_handle(_, catalog_id)
  if spi.entry.flags.XP1_IFS_HANDLES then
    spi.fail_upcall("WPUModifyIFSHandle", "WSAEINVAL", catalog_id)
  else
    spi.fail_upcall("WPUCreateSocketHandle", "WSAENOBUFS", catalog_id)
  end
end

--- Takes back a refusal that nobody met; true if there was one.
function Upcalls.methods.disarm()
  return spi.disarm()
end

--- The descriptors given out and not closed.
function Upcalls.methods.open_handles()
  return spi.open_handles()
end

--- The upcalls by which descriptors come, since a mark.
function Upcalls.methods.handles_made(_, mark)
  local name = spi.entry.flags.XP1_IFS_HANDLES and "WPUModifyIFSHandle" or "WPUCreateSocketHandle"
  return named(spi.upcalls(mark), name)
end

function Upcalls.methods.knows(_, socket)
  return spi.knows_handle(socket.handle)
end

--- Marks upcalls from now on as coming after the last cleanup.
function Upcalls.methods.tripwire(_, set_it)
  spi.tripwire(set_it)
end

--- Calls through the pointers that spoil_table put in place of the upcalls.
function Upcalls.methods.trap_hits()
  return spi.trap_hits()
end

vocabulary.publish(Upcalls)

-- Replies and overlapped operations come from the primitives as they are.
for _, word in ipairs { "length", "bytes", "raw", "overrun", "wait", "finished" } do
  vocabulary.method_words[word] = true
end

local upcalls = Upcalls.new()

function getters.upcalls()
  return upcalls
end

--- Gives the provider a blocking callback: a function that returns true (go on), false or "cancel"; nil takes it away,
--- "fail" makes the query fail.
function methods.blocking_hook(hook)
  spi.blocking_hook(hook)
end

function methods.hook_faults()
  return spi.hook_faults()
end

function methods.cancel_results()
  return spi.cancel_results()
end

function methods.stray_conditions()
  return spi.stray_conditions()
end

-- Facts.

function getters.entry()
  return spi.entry
end

function getters.entries()
  return spi.entries
end

--- Room for the largest reply: a provider may refuse less before it tries.
function getters.reply_room()
  return math.max(64, spi.traits.reply_room or 0)
end

--- Other chains that begin with the same layer.
function getters.sibling_chains()
  return spi.sibling_chains
end

--- The provider below, for a layered one.
function getters.below()
  return vocabulary.below
end

function getters.traits()
  return spi.traits
end

function getters.is_64bit()
  return spi.is_64bit
end

--- Whether the provider tells the caller of the listener's decision.
function getters.reports_decision()
  return spi.traits.decision == "decision-reporting"
end

--- Codes that end a connection attempt or a connection, as the caller sees them, by the provider's class.
function methods.is_connection_end(seen)
  return set({ "end of stream", "WSAECONNRESET", "WSAECONNABORTED", "WSAECONNREFUSED" })[seen] or false
end

for name, method in pairs(methods) do
  Wsp.getters[name] = function()
    return method
  end
end

function vocabulary.wsp()
  vocabulary.reset_sockets()
  vocabulary.reset_requests()
  return Wsp.new()
end

-- Needs: a word, and the reason why it does not apply to an entry with its traits (nil when it does).

local function needs_flag(flag)
  return function(entry)
    return not entry.flags[flag] and ("the entry does not have " .. flag) or nil
  end
end

local function needs_no_flag(flag)
  return function(entry)
    return entry.flags[flag] and ("the entry has " .. flag) or nil
  end
end

local function needs_trait(name, value)
  return function(_, traits)
    if traits[name] ~= value then
      return ("the trait %s is %s, not %s"):format(name, tostring(traits[name]), tostring(value))
    end
  end
end

--- A layered provider's entry, by the length of the next one's chain: a base's is 1, a layer's 0 or more than 1.
local function needs_below(words, fits)
  return function(entry)
    if entry.chain_length <= 1 then
      return "the entry is not that of a layered provider"
    end
    local next = entry.links[2]
    return not (next and next.known and fits(next.chain_length)) and "the next provider is not " .. words or nil
  end
end

local needs = {
  ["layered"] = function(entry)
    return entry.chain_length <= 1 and "the entry is not that of a layered provider" or nil
  end,
  ["over-base"] = needs_below("a base", function(length)
    return length == 1
  end),
  ["over-layer"] = needs_below("a layer", function(length)
    return length ~= 1
  end),
  ["several-chains"] = function()
    return #spi.sibling_chains == 0 and "the catalog has no other chain that begins with this layer" or nil
  end,
  ["connection-oriented"] = needs_no_flag "XP1_CONNECTIONLESS",
  ["connectionless"] = needs_flag "XP1_CONNECTIONLESS",
  ["connect-data"] = needs_flag "XP1_CONNECT_DATA",
  ["no-connect-data"] = needs_no_flag "XP1_CONNECT_DATA",
  ["disconnect-data"] = needs_flag "XP1_DISCONNECT_DATA",
  ["no-disconnect-data"] = needs_no_flag "XP1_DISCONNECT_DATA",
  ["qos"] = needs_flag "XP1_QOS_SUPPORTED",
  ["no-qos"] = needs_no_flag "XP1_QOS_SUPPORTED",
  ["ifs"] = needs_flag "XP1_IFS_HANDLES",
  ["non-ifs"] = needs_no_flag "XP1_IFS_HANDLES",
  ["graceful-close"] = needs_flag "XP1_GRACEFUL_CLOSE",
  ["broadcast"] = needs_flag "XP1_SUPPORT_BROADCAST",
  ["byte-stream"] = needs_no_flag "XP1_MESSAGE_ORIENTED",
  ["decision-reporting"] = needs_trait("decision", "decision-reporting"),
  ["handshake-first"] = needs_trait("decision", "handshake-first"),
  ["caller-id"] = function(_, traits)
    return traits.caller_id == "null" and "the protocol has no caller identifiers: lpCallerId is NULL" or nil
  end,
  ["conditional-accept"] = needs_trait("conditional_accept", true),
  ["refusing-queue"] = needs_trait("queue", "refuses"),
  ["queue-of-two"] = function(_, traits)
    return traits.queue_capacity < 2 and "the provider's own limit of the queue is below two requests" or nil
  end,
  ["blocking-hook"] = needs_trait("asks_blocking_hook", true),
  ["known-family"] = function(entry)
    return not vocabulary.knows_family(entry.af) and "the wildcard address of the entry's family is not known" or nil
  end,
  ["reply-data"] = function(_, traits)
    return (traits.reply_room or 0) == 0 and "there is no room for a reply: data travel with the request only" or nil
  end,
  ["limited-connect-data"] = function(_, traits)
    return not traits.connect_data_limited and "no limit of the connect data was found" or nil
  end,
  ["64-bit"] = function()
    return not spi.is_64bit and "the harness is a 32-bit program" or nil
  end,
}

vocabulary.need_words = {}
for word in pairs(needs) do
  vocabulary.need_words[word] = true
end

--- nil when all needs are met; otherwise the reason why the scenario does not apply.
function vocabulary.applies(words, entry, traits)
  for _, word in ipairs(words) do
    local reason = needs[word](entry, traits)
    if reason then
      return reason
    end
  end
  return nil
end

-- The probe.

local function close_all(sockets)
  for _, socket in ipairs(sockets) do
    socket:close()
  end
end

--- Whether the caller's connect completes without the listener's decision. The request has arrived and a second,
--- complete connection is the fence; after it the short wait allows for an answer that is slower than that. Then it is
--- accepted, and the form of lpCallerId seen.
local function probe_decision()
  local listener = vocabulary.listen()
  local caller = vocabulary.attempt(listener)
  listener:await_readable()
  vocabulary.fence()
  local done = spi.wait_until(function()
    return caller:connect_state() ~= "waiting"
  end, "short")
  local accepted = listener:accept { decide = "accept" }
  if accepted.ok then
    accepted.socket:close()
  end
  close_all { caller, listener }
  return done and "handshake-first" or "decision-reporting", accepted.condition.caller_id_form
end

local queue_cap = 12

--- How the fates of a crowd end: "refuses", "keeps silent" or "unlimited", and how many requests were let in. Looked at
--- from the end: a queue that let an older request go for a newer one has no limit.
local function end_of_queue(fates, decision)
  local kind, last, capacity = "unlimited", #fates, 0
  local function is_queued(fate)
    return fate == "connected" or fate == "waiting" and decision ~= "handshake-first"
  end
  while last > 0 and not is_queued(fates[last]) do
    local fate = fates[last]
    kind = fate == "waiting" and "keeps silent" or fate == "WSAECONNREFUSED" and "refuses" or "fails with " .. fate
    last = last - 1
  end
  if kind == "unlimited" then
    return kind, #fates
  end
  for i = 1, last do
    capacity = capacity + (is_queued(fates[i]) and 1 or 0)
  end
  return kind, capacity
end

--- How many requests are there to be accepted, one right after the other. Callers that are not told of a decision
--- cannot say whether they are in the queue or still knock at it.
local function count_queued(listener)
  local taken = {}
  listener:set_blocking(false)
  while #taken < queue_cap do
    local accepted = listener:accept()
    if not accepted.ok then
      break
    end
    taken[#taken + 1] = accepted.socket
  end
  close_all(taken)
  return #taken
end

local function fill_and_count()
  local listener = vocabulary.listen { backlog = 5 }
  local callers = vocabulary.crowd(listener, queue_cap)
  local queued = count_queued(listener)
  listener:close()
  close_all(callers)
  return queued
end

--- The queue of a listener with backlog 5: how it ends, and how many requests it holds. Where none of the callers was
--- told anything, not even the first, the queue is counted from the other end; more than once, since a caller that
--- knocks may be let in between two accepts.
local function probe_queue(decision)
  local listener = vocabulary.listen { backlog = 5 }
  local callers, fates = vocabulary.crowd(listener, queue_cap)
  local kind, capacity = end_of_queue(fates, decision)
  if kind == "unlimited" and fates[1] == "waiting" then
    local queued = math.min(count_queued(listener), fill_and_count(), fill_and_count())
    if queued > 0 and queued < capacity then
      kind, capacity = "keeps silent", queued
    end
  end
  listener:close()
  close_all(callers)
  return kind, capacity
end

--- Whether so many bytes of caller data are taken, and the room for a reply to them; the queue is left empty.
local function carries(listener, length, reply_room)
  local caller = vocabulary.attempt(listener, { data = ("x"):rep(length), reply_room = reply_room })
  local attempt = caller.attempt
  local taken = attempt.ok or attempt.error == "WSAEWOULDBLOCK"
  -- Data may also be refused by way of the indication.
  if taken then
    spi.wait_until(function()
      return listener:readable() or caller:connect_state() ~= "waiting"
    end, "limit")
    taken = listener:readable() or caller:connect_state() == "connected"
  end
  local room = 0
  if taken then
    local accepted = listener:accept {
      decide = function(request)
        room = request.callee_room or 0
        if request.callee_data_form ~= "null" then
          request:set_reply_length(0)
        end
        return "accept"
      end,
    }
    if accepted.ok then
      accepted.socket:close()
    end
  end
  caller:close()
  return taken, room
end

local connect_data_cap = 65536

--- The largest caller data the provider takes, by large steps and then by halving; the cap when it takes that. The
--- steps are what limits mostly are, so that the first question after them is whether the last one was the limit.
local function probe_connect_data()
  local listener = vocabulary.listen()
  local taken, room = carries(listener, 1)
  -- The room may depend on that at the caller's end, whose buffer a provider without replies may refuse.
  if taken then
    local _, room_for_both = carries(listener, 1, connect_data_cap)
    room = math.max(room, room_for_both)
  end
  local low, high = taken and 1 or 0, connect_data_cap + 1
  local tried = 4
  while taken and tried <= connect_data_cap do
    if carries(listener, tried) then
      low = tried
      tried = tried * 4
    else
      high = tried
      break
    end
  end
  tried = low + 1
  while taken and high - low > 1 do
    if carries(listener, tried) then
      low = tried
    else
      high = tried
    end
    tried = (low + high) // 2
  end
  listener:close()
  return low, room, high <= connect_data_cap
end

--- Whether a blocking call on this provider asks for the blocking callback. Natively blocking providers need not. The
--- fence gives the call's thread its time on a busy machine, where the short wait alone may be over before it runs.
local function probe_blocking_hook()
  local listener = vocabulary.listen()
  local mark = upcalls:mark()
  local pending = listener:begin_accept()
  vocabulary.fence()
  local asked = spi.wait_until(function()
    return #upcalls:since(mark, "WPUQueryBlockingCallback") > 0
  end, "short")
  local caller = vocabulary.request(listener, { fence = false })
  local outcome = pending:outcome()
  if outcome.ok then
    outcome.socket:close()
  end
  close_all { caller, listener }
  return asked
end

--- Finds the traits of a started provider. Facts only: what they mean for a scenario is said by needs.
function vocabulary.probe()
  local traits = {}
  vocabulary.reset_sockets()
  vocabulary.reset_requests()
  if spi.entry.flags.XP1_CONNECTIONLESS then
    return traits
  end
  traits.decision, traits.caller_id = probe_decision()
  spi.traits.decision = traits.decision
  traits.queue, traits.queue_capacity = probe_queue(traits.decision)
  traits.asks_blocking_hook = probe_blocking_hook()
  local socket = vocabulary.new_socket()
  traits.conditional_accept = socket:option("SO_CONDITIONAL_ACCEPT").ok
  socket:close()
  if spi.entry.flags.XP1_CONNECT_DATA then
    traits.connect_data_limit, traits.reply_room, traits.connect_data_limited = probe_connect_data()
  end
  return traits
end
