-- Situations that scenarios start from: listeners, queued requests, connections, and the fence.
local spi, vocabulary = ...

local private = vocabulary.private
local options = vocabulary.options
local set = vocabulary.set

--- Where a step that merely prepares a situation fails, the requirement that names the step is not met, and the
--- scenario ends.
function vocabulary.fail_step(requirement, expected, observed)
  local file, line = spi.where()
  spi.check {
    requirement = requirement, held = false, setup = true, file = file, line = line, expected = expected,
    observed = observed,
  }
  return spi.fail(("while the situation was set up: %s"):format(observed))
end

function vocabulary.require_step(outcome, requirement)
  if outcome.ok then
    return outcome
  end
  return vocabulary.fail_step(requirement, outcome.call .. " succeeds while the situation is set up",
    vocabulary.describe_outcome(outcome))
end

local require_step = vocabulary.require_step

local socket_options = set { "af", "type", "protocol", "flags", "group", "info", "as", "thread" }

local function socket_request(given)
  local o = options(given, socket_options, "socket")
  local entry = spi.entry
  return {
    fn = "WSPSocket", actor = o.as or "socket", af = o.af or entry.af, type = o.type or entry.type,
    protocol = o.protocol or entry.protocol, flags = vocabulary.bits(o.flags or { "WSA_FLAG_OVERLAPPED" }, "socket"),
    group = o.group or 0, info = o.info, thread = o.thread,
  }, o.as or "socket"
end

--- WSPSocket as a call to be judged.
function vocabulary.try_socket(given)
  local request, actor = socket_request(given)
  return vocabulary.outcome(spi.call(request), actor)
end

--- A new socket of the entry's family, type and protocol.
function vocabulary.new_socket(given)
  return require_step(vocabulary.try_socket(given), "GROUP-01").socket
end

--- A new socket bound to an endpoint of the provider's choice on this computer.
function vocabulary.bound_socket(given)
  local socket = vocabulary.new_socket(given)
  require_step(socket:bind(vocabulary.local_address()), "BIND-01")
  require_step(socket:name(), "BIND-01")
  return socket
end

local listen_options = set { "backlog", "blocking", "notify", "mechanism", "as", "address", "prepare" }

--- A listener: bound, told of events if asked, listening. Blocking unless blocking = false or events are named.
function vocabulary.listen(given)
  local o = options(given, listen_options, "listen")
  local listener = vocabulary.new_socket { as = o.as or "listener" }
  if o.prepare then
    o.prepare(listener)
  end
  require_step(listener:bind(o.address or vocabulary.local_address()), "BIND-01")
  if o.notify then
    require_step(listener:notify(o.mechanism or "event", o.notify), "NOTIFY-08")
  elseif o.blocking == false then
    require_step(listener:set_blocking(false), "NOTIFY-11")
  end
  require_step(listener:listen(o.backlog or 5), "LISTEN-01")
  return listener
end

--- The name at which a listener can be reached: its own, with this computer's host part where it has a wildcard.
function vocabulary.name_to_dial(listener)
  local name = listener.address
  if name.host_is_zero then
    return vocabulary.local_address():with_port(name.port)
  end
  return name
end

local control

--- A listener of the same provider that only fences use.
local function control_listener()
  if not control then
    control = vocabulary.listen { as = "control listener", notify = { "FD_ACCEPT" } }
  end
  return control
end

local function control_step(happened, what)
  if not happened then
    vocabulary.fail_step("DEFER-18", "an unrelated connection of the same provider can be made at any time", what)
  end
end

--- A complete connect, indication and accept on another listener of the same provider. When it is over, the provider
--- has had its opportunity to do whatever earlier stimuli make it do.
function vocabulary.fence()
  local listener = control_listener()
  local before = listener:indicated("FD_ACCEPT")
  local caller = vocabulary.new_socket { as = "control caller" }
  require_step(caller:notify("event", { "FD_CONNECT" }), "NOTIFY-21")
  local attempt = caller:connect(vocabulary.name_to_dial(listener))
  private[caller].attempt = attempt
  control_step(attempt.ok or attempt.error == "WSAEWOULDBLOCK",
    "the control caller's " .. vocabulary.describe_outcome(attempt))
  control_step(listener:await("FD_ACCEPT", before + 1), "no FD_ACCEPT came for the control caller")
  local accepted = listener:accept { as = "control callee" }
  control_step(accepted.ok, "the control listener's " .. vocabulary.describe_outcome(accepted))
  control_step(caller:connect_result() ~= "no outcome", "no FD_CONNECT came for the control caller")
  accepted.socket:close()
  caller:close()
end

--- The short wait, and then a fence: for what comes to a listener without showing there. No document has a provider
--- serve two listeners in order, so a fence alone may be over before a withdrawal or a second request has arrived.
function vocabulary.settle()
  spi.wait_until(function()
    return false
  end, "short")
  vocabulary.fence()
end

local request_options = set {
  "data", "reply_room", "reply_buffer", "sqos", "from", "scribble", "fence", "notify", "mechanism", "as", "length",
}

--- A caller whose non-blocking attempt is on its way, to a listener or to what stands for a name. Its events are
--- registered before, to await its fate.
local function start_attempt(listener, o)
  local caller = o.from
  if not caller then
    caller = vocabulary.bound_socket { as = o.as or "caller" }
  end
  local events = { "FD_CONNECT", "FD_CLOSE" }
  for _, event in ipairs(o.notify or {}) do
    events[#events + 1] = event
  end
  require_step(caller:notify(o.mechanism or "event", events), "NOTIFY-21")
  local name = vocabulary.Socket.is(listener) and vocabulary.name_to_dial(listener) or listener
  local attempt = caller:connect(name, {
    data = o.data, reply_room = o.reply_room, reply_buffer = o.reply_buffer, sqos = o.sqos, scribble = o.scribble,
    length = o.length,
  })
  private[caller].attempt = attempt
  return caller, attempt
end

--- Starts an attempt and waits for nothing: the script finds out what became of it.
function vocabulary.attempt(listener, given)
  return (start_attempt(listener, options(given, request_options, "attempt")))
end

--- Whether an attempt is over without a connection: of a caller, or a blocking one that is a pending call.
local function came_to_nothing(attempt)
  if vocabulary.Pending.is(attempt) then
    return attempt.finished and not attempt:outcome().ok
  end
  local state = attempt:connect_state()
  return state ~= "waiting" and state ~= "connected"
end

--- Whether an attempt brings a request that can be accepted: waits for either, or for the attempt to fail. What the
--- script's checks may hold against the attempt must not leave a WSPAccept that waits for ever.
function vocabulary.await_request(listener, attempt)
  spi.wait_until(function()
    return listener:readable() or came_to_nothing(attempt)
  end, "limit")
  return listener:readable()
end

--- Once for the way there, once for the answer's way back.
local function settle_both_ways()
  vocabulary.settle()
  vocabulary.settle()
end

--- Waits for what becomes of an attempt where the handshake comes first; false where a full queue keeps silent.
local function await_fate(caller)
  local function is_known()
    return caller:connect_state() ~= "waiting"
  end
  if spi.wait_until(is_known, spi.traits.queue == "refuses" and "limit" or "short") then
    return true
  end
  settle_both_ways()
  return is_known()
end

--- So many attempts; then the fate of each, and how many were not turned away. Where a handshake comes first each has
--- its fate before the next is made, unless a full queue keeps silent: behind the first silence nobody is waited for.
--- Where the decision is reported nothing tells that a request has arrived, and one may overtake another: then it is
--- known how many are in the queue, but neither which nor in what order.
function vocabulary.crowd(listener, count)
  local callers, fates, admitted = {}, {}, 0
  local patient = spi.traits.decision == "handshake-first"
  for i = 1, count do
    callers[i] = vocabulary.attempt(listener)
    patient = patient and await_fate(callers[i])
  end
  settle_both_ways()
  for i, caller in ipairs(callers) do
    fates[i] = caller:connect_state()
    if fates[i] == "waiting" or fates[i] == "connected" then
      admitted = admitted + 1
    end
  end
  return callers, fates, admitted
end

--- A caller whose request is in the listener's queue: its attempt was made, on handshake-first providers its connect is
--- complete, and a fence has passed (unless fence = false).
function vocabulary.request(listener, given)
  local o = options(given, request_options, "request")
  local caller, attempt = start_attempt(listener, o)
  if not attempt.ok and attempt.error ~= "WSAEWOULDBLOCK" then
    require_step(attempt, "CONNECT-05")
  end
  if spi.traits.decision == "handshake-first" then
    control_step(caller:connect_result() ~= "no outcome", "the caller's handshake did not complete")
  end
  if o.fence ~= false then
    vocabulary.fence()
  end
  return caller
end

--- Accepts the request of a blocking attempt that runs on another thread. Where the attempt fails before any request
--- arrives, that is the failure, and not a WSPAccept that waits for ever.
function vocabulary.accept_from(listener, attempt, given)
  local arrived = spi.wait_until(function()
    return attempt.finished or listener:readable()
  end, "limit")
  control_step(arrived, "no request of a blocking caller arrived")
  if attempt.finished then
    require_step(attempt:outcome(), "CONNECT-01")
  end
  return listener:accept(given)
end

local methods = vocabulary.Socket.methods

--- What is known of an attempt by now, without waiting: "waiting", "connected", or the code's symbol. A call that says
--- at once what became of it need not indicate it as well.
function methods.connect_state(caller)
  local attempt = private[caller].attempt
  if caller:indicated("FD_CONNECT") ~= 0 then
    local code = caller:indicated_error("FD_CONNECT")
    return code == "none" and "connected" or code
  elseif attempt and attempt.ok then
    return "connected"
  elseif attempt and attempt.error ~= "WSAEWOULDBLOCK" then
    return attempt.error
  end
  return "waiting"
end

--- What became of an attempt, waited for: "connected", or the code's symbol; "no outcome" when none came in time.
function methods.connect_result(caller)
  if caller:connect_state() == "waiting" and not caller:await("FD_CONNECT") then
    return "no outcome"
  end
  return caller:connect_state()
end

--- The reply data of the caller's attempt: an object with length(), bytes(), raw() and overrun().
function vocabulary.Socket.getters.reply(_, hidden)
  return hidden.attempt and hidden.attempt.reply
end

--- The outcome of the WSPConnect call that started the attempt.
function vocabulary.Socket.getters.attempt(_, hidden)
  return hidden.attempt
end

--- How the caller's attempt or connection ended, waited for: the code of its failed attempt, "end of stream" or the
--- code of its reset after it was connected; "still connected" when no end came in time.
function methods.end_seen(caller)
  local result = caller:connect_result()
  if result ~= "connected" then
    return result
  end
  if not caller:await("FD_CLOSE") then
    return "still connected"
  end
  local code = caller:indicated_error("FD_CLOSE")
  return code == "none" and "end of stream" or code
end

--- Whether nothing has happened to a queued caller: no outcome yet where the provider reports the decision, connected
--- and without an end where the handshake comes first. Returns the words for what was seen as well.
function methods.is_waiting(caller)
  local state = caller:connect_state()
  if spi.traits.decision == "decision-reporting" then
    return state == "waiting", state == "waiting" and "still connecting" or state
  end
  if state ~= "connected" then
    return false, state
  end
  if caller:indicated("FD_CLOSE") ~= 0 then
    return false, "connected, then closed"
  end
  local received = caller:receive(1)
  return received.error == "WSAEWOULDBLOCK", "connected; " .. vocabulary.describe_outcome(received)
end

--- Both ends of a new connection, and its listener: connection.caller, .callee, .listener.
function vocabulary.connection(given)
  local o = options(given, set { "listener", "notify", "from", "decide" }, "connection")
  local listener = o.listener or vocabulary.listen()
  local caller = vocabulary.request(listener, { notify = o.notify, from = o.from, fence = o.listener ~= nil })
  -- A listener of the script's may be non-blocking: the request has to be there. The fence was on another listener, and
  -- nothing in the documents has a provider serve the two in order.
  if o.listener then
    listener:await_readable()
  end
  local accepted = require_step(listener:accept { decide = o.decide }, "ACCEPT-03")
  local result = caller:connect_result()
  if result ~= "connected" then
    control_step(false, "the caller of an accepted connection saw: " .. result)
  end
  return { listener = listener, caller = caller, callee = accepted.socket }
end

local tokens = 0

--- Receives exactly as many bytes as asked for; nil and the reason otherwise. Each reception waits for WSPSelect to
--- announce it, so that one on a blocking socket cannot wait for ever.
local function receive_all(socket, size)
  local data = ""
  while #data < size do
    if not socket:await_readable() then
      return nil, "nothing arrived"
    end
    local received = socket:receive(size - #data)
    if received.ok and received.count == 0 then
      return nil, "end of stream after " .. #data .. " bytes"
    elseif received.ok then
      data = data .. received.data
    elseif received.error ~= "WSAEWOULDBLOCK" then
      return nil, vocabulary.describe_outcome(received)
    end
  end
  return data
end

vocabulary.receive_all = receive_all

--- Sends all of it, in as many calls as the provider wants: a new connection may have no room yet, and a send may take
--- a part. The outcome of the last call.
function methods.send_all(socket, data)
  local rest = data
  local sent
  repeat
    sent = socket:send(rest)
    if sent.ok then
      rest = rest:sub(sent.count + 1)
    end
    local goes_on = sent.ok and sent.count > 0 or sent.error == "WSAEWOULDBLOCK" and socket:await_writable()
  until rest == "" or not goes_on
  return sent
end

local function send_one_way(from, to)
  tokens = tokens + 1
  local token = ("token %d"):format(tokens)
  local sent = from:send_all(token)
  if not sent.ok then
    return false, ("%s's %s"):format(from.actor, vocabulary.describe_outcome(sent))
  end
  local data, reason = receive_all(to, #token)
  if data ~= token then
    return false, ("%s received %s"):format(to.actor, reason or vocabulary.show_bytes(data))
  end
  return true
end

--- Sends a token each way; true, or false and what went wrong.
function vocabulary.exchange(one, other)
  local held, reason = send_one_way(one, other)
  if held then
    held, reason = send_one_way(other, one)
  end
  return held, reason or "a token arrived in both directions"
end

function vocabulary.reset_requests()
  control = nil
end

vocabulary.publish(vocabulary.Socket)
