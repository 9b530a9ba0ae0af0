-- Sockets of the provider under test: one method for each WSP procedure, answering with an outcome.
local spi, vocabulary = ...

local private = vocabulary.private
local options = vocabulary.options
local set = vocabulary.set
local number = vocabulary.number
local misuse = vocabulary.misuse

local Socket = vocabulary.class("socket")
vocabulary.Socket = Socket
local methods = Socket.methods

local actors = {}

--- A name for the journal that is unique in the scenario: "caller", "caller 2", ...
local function actor_name(actor)
  actors[actor] = (actors[actor] or 0) + 1
  return actors[actor] == 1 and actor or ("%s %d"):format(actor, actors[actor])
end

--- A socket object for a handle that the provider gave out.
function vocabulary.adopt_socket(handle, actor)
  local name = actor_name(actor or "socket")
  return Socket.new({ handle = handle, actor = name }, { notice = nil, seen = {}, errors = {} })
end

--- What stands for a socket that a call did not give: calls on it fail as on any descriptor that is none.
function vocabulary.no_socket()
  return Socket.new({ handle = spi.constants.INVALID_SOCKET, actor = "no socket" }, { seen = {}, errors = {} })
end

function Socket.getters.exists(socket)
  return socket.handle ~= spi.constants.INVALID_SOCKET
end

Socket.meta.__tostring = function(socket)
  return socket.actor
end

local function run(socket, request, actor)
  request.socket = socket.handle
  request.actor = socket.actor
  return vocabulary.outcome(spi.call(request), actor)
end

--- The bytes of an address argument: an address object, raw bytes, or the word for a bad pointer.
local function address_bytes(address)
  if vocabulary.Address.is(address) then
    return address.bytes
  elseif Socket.is(address) then
    return address.address.bytes
  end
  return address
end

--- The socket's own name, asked of the provider once; an empty one while it has none.
function Socket.getters.address(socket, hidden)
  if not hidden.address then
    if hidden.closed then
      misuse("the address of %s is asked for after it was closed: its descriptor may be another socket's", socket.actor)
    end
    local outcome = socket:name()
    hidden.address = outcome.ok and outcome.address or nil
  end
  return hidden.address or vocabulary.address("")
end

function methods.bind(socket, address, given)
  local o = options(given, set { "length" }, "bind")
  private[socket].address = nil
  return run(socket, { fn = "WSPBind", address = address_bytes(address), length = o.length })
end

function methods.listen(socket, backlog, given)
  local o = options(given, set { "thread" }, "listen")
  return run(socket, { fn = "WSPListen", backlog = backlog, thread = o.thread })
end

local decisions = { accept = 0, reject = 1, defer = 2 }

local function decision_number(decision)
  local value = decisions[decision]
  if value == nil then
    value = math.type(decision) == "integer" and decision or misuse("'%s' is no decision", tostring(decision))
  end
  return value
end

--- What spi takes for a condition function, from a script's "decide": nil, a decision, a list of them, or a function of
--- the condition call that returns a decision.
local function condition_of(decide)
  if decide == nil then
    return nil
  elseif type(decide) == "function" then
    return function(record)
      return decision_number(decide(vocabulary.condition(record)))
    end
  elseif type(decide) == "table" then
    local list = {}
    for i, decision in ipairs(decide) do
      list[i] = decision_number(decision)
    end
    return list
  end
  return decision_number(decide)
end

local accept_options = set {
  "decide", "callback_data", "address", "room", "length_pointer", "thread", "as",
}

local function accept_request(socket, given)
  local o = options(given, accept_options, "accept")
  return {
    fn = "WSPAccept", socket = socket.handle, actor = socket.actor, condition = condition_of(o.decide),
    callback_data = o.callback_data, address = o.address, room = o.room, length_pointer = o.length_pointer,
    thread = o.thread,
  }, o.as or "callee"
end

--- WSPAccept. Without "decide" there is no condition function. A function of the script's that has to run prepares more
--- than the decision: where it did not, there is nothing to go on with.
function methods.accept(socket, given)
  local request, actor = accept_request(socket, given)
  local outcome = vocabulary.outcome(spi.call(request), actor)
  if given and type(given.decide) == "function" and not outcome.condition.exists then
    vocabulary.fail_step("COND-03", "the condition function runs while the situation is set up", tostring(outcome))
  end
  return outcome
end

function methods.begin_accept(socket, given)
  local request, actor = accept_request(socket, given)
  return vocabulary.begin(request, actor)
end

local connect_options = set {
  "length", "data", "reply_room", "reply_buffer", "sqos", "gqos", "scribble", "thread",
}

local function connect_request(socket, address, given)
  local o = options(given, connect_options, "connect")
  private[socket].dialled = address
  return {
    fn = "WSPConnect", socket = socket.handle, actor = socket.actor, address = address_bytes(address),
    length = o.length,
    caller_data = o.data, reply_room = o.reply_room, reply_buffer = o.reply_buffer, sqos = o.sqos, gqos = o.gqos,
    scribble = o.scribble, thread = o.thread,
  }
end

--- WSPConnect to an address, or to the name of another socket.
function methods.connect(socket, address, given)
  return vocabulary.outcome(spi.call(connect_request(socket, address, given)))
end

function methods.begin_connect(socket, address, given)
  return vocabulary.begin(connect_request(socket, address, given))
end

local name_options = set { "room", "address", "length_pointer" }

function methods.name(socket, given)
  local o = options(given, name_options, "name")
  return run(socket, { fn = "WSPGetSockName", room = o.room, address = o.address, length_pointer = o.length_pointer })
end

function methods.peer_name(socket, given)
  local o = options(given, name_options, "peer_name")
  return run(socket, { fn = "WSPGetPeerName", room = o.room, address = o.address, length_pointer = o.length_pointer })
end

local option_options = set { "level", "room", "value", "length_pointer" }

--- WSPGetSockOpt. outcome.value has the bytes; outcome.number the value of options of up to four bytes.
function methods.option(socket, name, given)
  local o = options(given, option_options, "option")
  return run(socket, {
    fn = "WSPGetSockOpt", level = number(o.level or "SOL_SOCKET", "option"), option = number(name, "option"),
    room = o.room, value = o.value, length_pointer = o.length_pointer,
  })
end

local set_option_options = set { "level", "length" }

--- WSPSetSockOpt. The value: a number or boolean (four bytes), or raw bytes.
function methods.set_option(socket, name, value, given)
  local o = options(given, set_option_options, "set_option")
  if type(value) == "boolean" then
    value = value and 1 or 0
  end
  local bytes = type(value) == "number" and string.pack("<i4", value) or value
  return run(socket, {
    fn = "WSPSetSockOpt", level = number(o.level or "SOL_SOCKET", "set_option"),
    option = number(name, "set_option"), value = bytes, length = o.length,
  })
end

--- An option's value as a number, of whatever width the provider returned.
function vocabulary.Outcome.getters.number(_, hidden)
  local value = hidden.result.value or hidden.result.output
  if not value or #value == 0 or #value > 8 then
    return nil
  end
  return (string.unpack("<I" .. #value, value))
end

local ioctl_options = set { "input", "room" }

function methods.ioctl(socket, code, given)
  local o = options(given, ioctl_options, "ioctl")
  return run(socket, { fn = "WSPIoctl", code = number(code, "ioctl"), input = o.input, output_room = o.room })
end

--- FIONBIO.
function methods.set_blocking(socket, blocking)
  return socket:ioctl("FIONBIO", { input = string.pack("<I4", blocking and 0 or 1) })
end

--- FIONREAD: outcome.number has the bytes that wait.
function methods.available(socket)
  return socket:ioctl("FIONREAD", { room = 4 })
end

local send_options = set { "flags", "overlapped", "thread" }

local function send_request(socket, data, given)
  local o = options(given, send_options, "send")
  return {
    fn = "WSPSend", socket = socket.handle, actor = socket.actor, data = data, flags = o.flags,
    overlapped = o.overlapped, thread = o.thread,
  }
end

function methods.send(socket, data, given)
  return vocabulary.outcome(spi.call(send_request(socket, data, given)))
end

local receive_options = set { "flags", "overlapped", "thread" }

local function receive_request(socket, room, given)
  local o = options(given, receive_options, "receive")
  return {
    fn = "WSPRecv", socket = socket.handle, actor = socket.actor, room = room or 64, flags = o.flags,
    overlapped = o.overlapped, thread = o.thread,
  }
end

function methods.receive(socket, room, given)
  return vocabulary.outcome(spi.call(receive_request(socket, room, given)))
end

function methods.begin_receive(socket, room, given)
  return vocabulary.begin(receive_request(socket, room, given))
end

function methods.send_to(socket, data, address)
  return run(socket, { fn = "WSPSendTo", data = data, address = address_bytes(address) })
end

function methods.receive_from(socket, room)
  return run(socket, { fn = "WSPRecvFrom", room = room or 64 })
end

function methods.begin_receive_from(socket, room)
  local request = { fn = "WSPRecvFrom", socket = socket.handle, actor = socket.actor, room = room or 64 }
  return vocabulary.begin(request)
end

local directions = { receive = 0, send = 1, both = 2 }

function methods.shutdown(socket, direction)
  local how = directions[direction] or misuse("'%s' is no direction to shut down", tostring(direction))
  return run(socket, { fn = "WSPShutdown", how = how })
end

function methods.send_disconnect(socket, data)
  return run(socket, { fn = "WSPSendDisconnect", data = data })
end

function methods.receive_disconnect(socket, room)
  return run(socket, { fn = "WSPRecvDisconnect", room = room })
end

--- WSPDuplicateSocket, for this process.
function methods.duplicate(socket)
  return run(socket, { fn = "WSPDuplicateSocket" })
end

--- WSPGetQOSByName: a template by its name.
function methods.qos_by_name(socket, name)
  return run(socket, { fn = "WSPGetQOSByName", name = name })
end

--- WSPCloseSocket. The object keeps its handle, for calls on a closed descriptor.
function methods.close(socket)
  private[socket].closed = true
  return run(socket, { fn = "WSPCloseSocket" })
end

--- An abortive close: SO_LINGER on with zero time, then WSPCloseSocket.
function methods.abort(socket)
  socket:set_option("SO_LINGER", string.pack("<I2I2", 1, 0))
  return socket:close()
end

function methods.cancel_blocking_call(socket)
  return run(socket, { fn = "WSPCancelBlockingCall" })
end

-- Notices: event objects and window messages.

local function clear_notice(hidden)
  hidden.notice = nil
  hidden.seen = {}
  hidden.errors = {}
end

local function notify_by_event(socket, hidden, mask, event)
  event = event or spi.event_create()
  local outcome = run(socket, { fn = "WSPEventSelect", event = event, mask = mask })
  if outcome.ok then
    hidden.notice = { mechanism = "event", event = event }
  end
  return outcome
end

local next_message = 0x0400

local function notify_by_message(socket, hidden, mask)
  next_message = next_message + 1
  local after = spi.upcall_sequence()
  local window = spi.window()
  local outcome = run(socket, { fn = "WSPAsyncSelect", window = window, message = next_message, mask = mask })
  if outcome.ok then
    hidden.notice = { mechanism = "message", window = window, message = next_message, after = after, first = after }
  end
  return outcome
end

--- Asks for indications of these events by "event" (WSPEventSelect) or "message" (WSPAsyncSelect). What was indicated
--- before is forgotten. An event object may be shared by naming another socket whose event it is: {event_of = socket}.
function methods.notify(socket, mechanism, events, given)
  local o = options(given, set { "event_of" }, "notify")
  local mask = vocabulary.bits(events, "notify")
  local hidden = private[socket]
  clear_notice(hidden)
  if mechanism == "event" then
    local shared = o.event_of and private[o.event_of].notice
    return notify_by_event(socket, hidden, mask, shared and shared.event)
  elseif mechanism == "message" then
    return notify_by_message(socket, hidden, mask)
  end
  return misuse("'%s' is no way to be notified: 'event' or 'message'", tostring(mechanism))
end

--- Ends notification by a zero mask, with the function of that mechanism.
function methods.stop_notification(socket, mechanism)
  if mechanism == "message" then
    return run(socket, { fn = "WSPAsyncSelect", window = spi.window(), message = 0, mask = 0 })
  end
  return run(socket, { fn = "WSPEventSelect", event = 0, mask = 0 })
end

--- Treats this socket as notified the way another one is, without a call: for what WSPAccept passes on. Both then share
--- one event object, so that its state no longer says whose record has something.
function methods.inherits_notification_of(socket, listener)
  local hidden, notice = private[socket], private[listener].notice
  clear_notice(hidden)
  notice.shared = true
  if notice.mechanism == "message" then
    notice = {
      mechanism = "message", window = notice.window, message = notice.message, after = notice.first,
      first = notice.first,
    }
  end
  hidden.notice = notice
end

local function note_event(socket, hidden, mechanism, name, code)
  hidden.seen[name] = (hidden.seen[name] or 0) + 1
  hidden.errors[name] = code
  spi.indication {
    actor = socket.actor, mechanism = mechanism, events = { name }, error = code ~= 0 and spi.code_name(code) or nil,
  }
end

local function take_record(socket, hidden)
  local result = spi.call {
    fn = "WSPEnumNetworkEvents", socket = socket.handle, actor = socket.actor, event = hidden.notice.event,
  }
  if not result.ok then
    return
  end
  for position, name in ipairs(vocabulary.event_names) do
    if result.events & vocabulary.event_bits[name] ~= 0 then
      note_event(socket, hidden, "event", name, result.errors[position])
    end
  end
end

local function take_messages(socket, hidden)
  local notice = hidden.notice
  for _, message in ipairs(spi.messages(notice.after)) do
    if message.window == notice.window and message.message == notice.message and message.wparam == socket.handle then
      notice.after = math.max(notice.after, message.sequence)
      for _, name in ipairs(vocabulary.event_names) do
        if message.event & vocabulary.event_bits[name] ~= 0 then
          note_event(socket, hidden, "message", name, message.error)
        end
      end
    end
  end
end

local function collect(socket, hidden)
  local notice = hidden.notice or misuse("%s has no notification registered", socket.actor)
  if notice.mechanism == "message" then
    take_messages(socket, hidden)
  elseif notice.shared or spi.event_wait(notice.event, "zero") then
    take_record(socket, hidden)
  end
end

--- How often an event has been indicated since notify; what is there by now is taken, nothing is waited for.
function methods.indicated(socket, event)
  local hidden = private[socket]
  number(event, "indicated")
  collect(socket, hidden)
  return hidden.seen[event] or 0
end

--- Whether the socket's event object is set. Takes nothing out of the record.
function methods.event_is_set(socket)
  return spi.event_wait(private[socket].notice.event, "zero")
end

function methods.set_event(socket)
  spi.event_set(private[socket].notice.event)
end

function methods.reset_event(socket)
  spi.event_reset(private[socket].notice.event)
end

--- The error code's symbol that came with the latest indication of an event; "none" for 0.
function methods.indicated_error(socket, event)
  local code = private[socket].errors[event]
  return code == nil and "not indicated" or code == 0 and "none" or spi.code_name(code)
end

--- Waits until an event was indicated at least count times (1 by default); false if it did not happen in time.
function methods.await(socket, event, count)
  local hidden = private[socket]
  number(event, "await")
  collect(socket, hidden)
  local function there()
    collect(socket, hidden)
    return (hidden.seen[event] or 0) >= (count or 1)
  end
  local notice = hidden.notice
  if notice.mechanism == "event" and notice.shared then
    return spi.wait_until(there, "limit")
  end
  while not there() do
    local came
    if notice.mechanism == "event" then
      came = spi.event_wait(notice.event, "limit")
    else
      came = spi.wait_message(notice.after, notice.window, notice.message, socket.handle, -1, "limit") ~= nil
    end
    if not came then
      return false
    end
  end
  return true
end

local enumerate_options = set { "event", "record" }

--- WSPEnumNetworkEvents as it is: event may be "own", "none" or "closed"; record may be "null".
function methods.enumerate(socket, given)
  local o = options(given, enumerate_options, "enumerate")
  local notice = private[socket].notice
  local event = 0
  if o.event == "own" then
    event = notice.event
  elseif o.event == "closed" then
    event = "closed"
  end
  return run(socket, { fn = "WSPEnumNetworkEvents", event = event, record = o.record })
end

-- Readiness by WSPSelect.

local function ready(socket, which, timeout)
  local request = { fn = "WSPSelect", actor = socket.actor, timeout = timeout }
  request[which] = { socket.handle }
  return vocabulary.outcome(spi.call(request))
end

for method, which in pairs { readable = "read", writable = "write", exceptional = "except" } do
  --- Whether WSPSelect with a zero timeout finds the socket ready.
  methods[method] = function(socket)
    return ready(socket, which, "zero"):found(which, socket)
  end
  --- Waits until WSPSelect finds the socket ready; false if it does not within the limit.
  methods["await_" .. method] = function(socket)
    return spi.wait_until(function()
      return ready(socket, which, "zero"):found(which, socket)
    end, "limit")
  end
end

function vocabulary.reset_sockets()
  actors = {}
end

vocabulary.publish(Socket)
