-- The outcome of one provider call, and a call that has not returned yet.
local spi, vocabulary = ...

local private = vocabulary.private

local Outcome = vocabulary.class("outcome")
vocabulary.Outcome = Outcome

-- What an outcome shows of the primitive's result, and nil where the call has no such output.
local fields = {
  "ok", "error", "errno", "returned", "thread_id", "overrun", "odd_return", "hooks", "count", "data", "flags", "value",
  "length", "written", "output", "output_length", "address_length", "address_written", "address_tail_written",
  "tail_written", "errors", "slots_written", "timeout_changed", "version", "high_version", "description",
  "description_terminated", "table_complaint", "reply", "text",
}
for _, field in ipairs(fields) do
  Outcome.getters[field] = function(_, hidden)
    return hidden.result[field]
  end
end

function Outcome.getters.call(_, hidden)
  return hidden.result.fn
end

--- The address that the call produced; an empty one where it produced none, so that a check of it fails as a check.
function Outcome.getters.address(_, hidden)
  return vocabulary.address(hidden.result.address or "")
end

--- The new socket; one that does not exist where the call gave none.
function Outcome.getters.socket(_, hidden)
  return hidden.socket or vocabulary.no_socket()
end

--- The names of the events that WSPEnumNetworkEvents returned, as a set.
function Outcome.getters.events(_, hidden)
  local set = {}
  for name, bit in pairs(vocabulary.event_bits) do
    if hidden.result.events and hidden.result.events & bit ~= 0 then
      set[name] = true
    end
  end
  return set
end

function Outcome.getters.conditions(_, hidden)
  return hidden.conditions
end

--- The condition call, where there was exactly one or the last is meant; where the condition function did not run, one
--- without any parameter.
function Outcome.getters.condition(_, hidden)
  return hidden.conditions[#hidden.conditions] or vocabulary.condition {}
end

--- Who asked for the connection, by lpCallerId. A protocol without caller identifiers shows none; then it is the
--- address that the same WSPAccept stored.
function Outcome.getters.shown_caller(outcome)
  local condition = outcome.condition
  local nameless = spi.traits.caller_id == "null" and condition.caller_id_form == "null"
  return nameless and outcome.address or condition.caller_id
end

function Outcome.getters.operation(_, hidden)
  return hidden.result.operation
end

--- Whether a socket was found ready by WSPSelect: outcome:found("read", socket).
function Outcome.methods.found(outcome, set, socket)
  for _, handle in ipairs(private[outcome].result[set] or {}) do
    if handle == socket.handle then
      return true
    end
  end
  return false
end

--- The outcome in words, for a check's "observed".
function vocabulary.describe_outcome(outcome)
  local result = private[outcome].result
  local words = result.fn
  if result.ok then
    words = words .. " succeeded"
  else
    words = words .. " failed with " .. tostring(result.error)
  end
  if result.odd_return then
    words = ("%s and returned %d instead of SOCKET_ERROR"):format(words, result.returned)
  end
  if result.overrun then
    words = words .. ", and " .. result.overrun
  end
  return words
end

local bit_names = {}
vocabulary.event_bits = {}
for _, name in ipairs {
  "FD_READ", "FD_WRITE", "FD_OOB", "FD_ACCEPT", "FD_CONNECT", "FD_CLOSE", "FD_QOS", "FD_GROUP_QOS",
  "FD_ROUTING_INTERFACE_CHANGE", "FD_ADDRESS_LIST_CHANGE",
} do
  vocabulary.event_bits[name] = spi.constants[name]
  bit_names[#bit_names + 1] = name
end
vocabulary.event_names = bit_names

-- A condition call as a script sees it: parameters as they were, and while it runs, what may be done in it.
local Condition = vocabulary.class("condition call")

for _, field in ipairs {
  "thread_id", "own_thread", "inside", "callback_data", "caller_id_form", "caller_data_form", "sqos_form", "gqos_form",
  "callee_id_form", "callee_data_form", "group_form", "caller_data", "callee_room", "callee_writable", "sqos",
  "group_value", "group_writable",
} do
  Condition.getters[field] = function(_, hidden)
    return hidden.record[field]
  end
end

function Condition.getters.caller_id(_, hidden)
  return vocabulary.address(hidden.record.caller_id or "")
end

function Condition.getters.callee_id(_, hidden)
  return vocabulary.address(hidden.record.callee_id or "")
end

--- Whether the condition function ran at all.
function Condition.getters.exists(_, hidden)
  return hidden.record.thread_id ~= nil
end

local function live(name)
  Condition.methods[name] = function(condition, ...)
    return private[condition].record[name](private[condition].record, ...)
  end
end

for _, name in ipairs { "write_reply", "fill_reply", "set_reply_length", "set_qos", "scribble_caller_id" } do
  live(name)
end

--- Writes *g. A scenario that does so has nothing to go on with where g leads nowhere.
function Condition.methods.set_group(condition, group)
  local record = private[condition].record
  if not record:set_group(group) then
    vocabulary.fail_step("GROUP-04", "g points to four bytes that the condition function may write",
      "g is " .. record.group_form)
  end
end

--- Whether all parameters read now as they did on entry.
function Condition.methods.unchanged(condition)
  local record = private[condition].record
  local now = record:snapshot()
  for _, field in ipairs { "caller_id", "caller_data", "callee_id" } do
    if now[field] ~= record[field] then
      return false
    end
  end
  return true
end

function vocabulary.condition(record)
  return Condition.new({}, { record = record })
end

--- An outcome from a primitive's result. The new socket of a successful WSPSocket or WSPAccept gets this actor's name.
function vocabulary.outcome(result, actor)
  local conditions = {}
  for i, record in ipairs(result.conditions or {}) do
    conditions[i] = vocabulary.condition(record)
  end
  local hidden = { result = result, conditions = conditions }
  if result.ok and result.socket then
    hidden.socket = vocabulary.adopt_socket(result.socket, actor)
  end
  return Outcome.new({}, hidden)
end

Outcome.meta.__tostring = vocabulary.describe_outcome

-- A call that runs on another thread.
local Pending = vocabulary.class("pending call")
vocabulary.Pending = Pending

function vocabulary.begin(request, actor)
  return Pending.new({}, { pending = spi.begin(request), actor = actor })
end

local function settle(hidden, result)
  if result and not hidden.outcome then
    hidden.outcome = vocabulary.outcome(result, hidden.actor)
  end
  return hidden.outcome
end

function Pending.getters.finished(_, hidden)
  return spi.finished(hidden.pending)
end

--- Waits for the call to return.
function Pending.methods.outcome(pending)
  local hidden = private[pending]
  return hidden.outcome or settle(hidden, spi.wait(hidden.pending))
end

--- Whether the call is still in progress a short wait after its thread came to it, which may take a busy machine longer
--- than that. Only for what nothing but time can show.
function Pending.methods.stays_pending(pending)
  local hidden = private[pending]
  spi.wait_until(function()
    return spi.entered(hidden.pending)
  end)
  return settle(hidden, spi.wait(hidden.pending, "short")) == nil
end

vocabulary.publish(Outcome)
vocabulary.publish(Condition)
vocabulary.publish(Pending)
