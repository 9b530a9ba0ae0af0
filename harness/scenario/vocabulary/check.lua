-- Checks: each names the requirement it decides, says what was expected, and what was observed.
local spi, vocabulary = ...

local private = vocabulary.private
local Outcome, Socket, Address = vocabulary.Outcome, vocabulary.Socket, vocabulary.Address
local misuse = vocabulary.misuse

local Check = vocabulary.class("check")
local methods = Check.methods

--- A value in words.
local function show(value)
  if Address.is(value) then
    return value.text
  elseif Outcome.is(value) then
    return vocabulary.describe_outcome(value)
  elseif type(value) == "string" then
    return value:find("^[%g ]+$") and #value <= 80 and value or vocabulary.show_bytes(value)
  elseif math.type(value) == "integer" and (value > 0xFFFF or value < -0xFFFF) then
    return ("0x%x"):format(value)
  elseif type(value) == "table" and not Socket.is(value) then
    local words = {}
    for _, each in ipairs(value) do
      words[#words + 1] = show(each)
    end
    return "{" .. table.concat(words, ", ") .. "}"
  end
  return tostring(value)
end

local function same(one, other)
  if Address.is(one) then
    return one:same_as(other)
  elseif type(one) == "table" and type(other) == "table" and not Socket.is(one) then
    if #one ~= #other then
      return false
    end
    for i = 1, #one do
      if not same(one[i], other[i]) then
        return false
      end
    end
    return true
  end
  return one == other
end

--- Hands a decided check to the engine. Whatever is checked of a call, an overrun in it is a failure, and so is a
--- failure that was not returned as one.
local function decide(check, held, expected, observed)
  local hidden = private[check]
  local subject = hidden.subject
  if Outcome.is(subject) and (subject.overrun or subject.odd_return) then
    held = false
  end
  local file, line = spi.where()
  local what = hidden.what and hidden.what .. ": " or ""
  spi.check {
    requirement = hidden.requirement, held = held, expected = what .. expected, observed = what .. observed,
    level_override = hidden.level, file = file, line = line,
  }
  return held
end

--- Starts a check of a requirement. "what" names a plain value in the report ("the returned length").
function vocabulary.check(requirement, subject, what)
  if type(requirement) ~= "string" then
    misuse("check takes the requirement's id first")
  end
  return Check.new({}, { requirement = requirement, subject = subject, what = what })
end

--- Grades this check otherwise than its requirement's level: "should" where the documents are weaker in one case.
function methods.graded(check, level)
  if level ~= "should" and level ~= "may" then
    misuse("a check is graded 'should' or 'may', not '%s'", tostring(level))
  end
  private[check].level = level
  return check
end

local function outcome_of(check, method)
  local subject = private[check].subject
  if vocabulary.Pending.is(subject) then
    subject = subject:outcome()
    private[check].subject = subject
  end
  if not Outcome.is(subject) then
    misuse("%s checks the outcome of a call, not a %s", method, type(subject))
  end
  return subject
end

function methods.succeeds(check)
  local outcome = outcome_of(check, "succeeds")
  return decide(check, outcome.ok, outcome.call .. " succeeds", show(outcome))
end

--- The call fails with one of these codes, and lpErrno was written.
function methods.fails_with(check, ...)
  local outcome = outcome_of(check, "fails_with")
  local held = false
  for _, code in ipairs { ... } do
    if not spi.codes[code] then
      misuse("there is no code '%s'", tostring(code))
    end
    held = held or not outcome.ok and outcome.error == code
  end
  return decide(check, held, outcome.call .. " fails with " .. table.concat({ ... }, " or "), show(outcome))
end

--- The call fails, with whatever code, and says one.
function methods.fails(check)
  local outcome = outcome_of(check, "fails")
  local held = not outcome.ok and outcome.error ~= "none"
  return decide(check, held, outcome.call .. " fails and gives a code", show(outcome))
end

function methods.succeeds_or_fails_with(check, ...)
  local outcome = outcome_of(check, "succeeds_or_fails_with")
  local held = outcome.ok
  for _, code in ipairs { ... } do
    held = held or outcome.error == code
  end
  local expected = ("%s succeeds or fails with %s"):format(outcome.call, table.concat({ ... }, " or "))
  return decide(check, held, expected, show(outcome))
end

function methods.equals(check, value)
  local subject = private[check].subject
  return decide(check, same(subject, value), show(value), show(subject))
end

function methods.differs_from(check, value)
  local subject = private[check].subject
  return decide(check, not same(subject, value), "anything but " .. show(value), show(subject))
end

function methods.is_one_of(check, ...)
  local subject = private[check].subject
  local held, words = false, {}
  for i, value in ipairs { ... } do
    held = held or same(subject, value)
    words[i] = show(value)
  end
  return decide(check, held, table.concat(words, " or "), show(subject))
end

function methods.is_true(check)
  local subject = private[check].subject
  return decide(check, subject == true, "true", show(subject))
end

function methods.is_false(check)
  local subject = private[check].subject
  return decide(check, subject == false, "false", show(subject))
end

function methods.is_absent(check)
  local subject = private[check].subject
  local absent = subject == nil or Socket.is(subject) and not subject.exists
  return decide(check, absent, "nothing", show(subject))
end

function methods.is_at_least(check, limit)
  local subject = private[check].subject
  return decide(check, subject ~= nil and subject >= limit, "at least " .. show(limit), show(subject))
end

function methods.is_at_most(check, limit)
  local subject = private[check].subject
  return decide(check, subject ~= nil and subject <= limit, "at most " .. show(limit), show(subject))
end

function methods.is_between(check, least, most)
  local subject = private[check].subject
  local held = subject ~= nil and subject >= least and subject <= most
  return decide(check, held, ("from %s to %s"):format(show(least), show(most)), show(subject))
end

--- Any condition in the script's own words: check("X", held):shows("what was expected", "what was observed").
function methods.shows(check, expected, observed)
  local subject = private[check].subject
  if type(subject) ~= "boolean" then
    misuse("shows checks a boolean, not a %s", type(subject))
  end
  return decide(check, subject, expected, observed)
end

-- Checks of sockets.

local function socket_of(check, method)
  local subject = private[check].subject
  if not Socket.is(subject) then
    misuse("%s checks a socket, not a %s", method, type(subject))
  end
  return subject
end

--- A token sent each way arrives.
function methods.is_connected_to(check, other)
  local socket = socket_of(check, "is_connected_to")
  if not socket.exists or not other.exists then
    return decide(check, false, "a connection that carries data both ways", "there is no socket at one end")
  end
  if private[socket].attempt then
    local result = socket:connect_result()
    if result ~= "connected" then
      return decide(check, false, "a connection that carries data both ways", "the caller saw " .. result)
    end
  end
  local held, observed = vocabulary.exchange(socket, other)
  return decide(check, held, "a connection that carries data both ways", observed)
end

--- The caller's attempt succeeds.
function methods.becomes_connected(check)
  local result = socket_of(check, "becomes_connected"):connect_result()
  return decide(check, result == "connected", "the attempt succeeds", result)
end

--- Nothing has happened to the queued caller.
function methods.is_still_waiting(check)
  local held, observed = socket_of(check, "is_still_waiting"):is_waiting()
  return decide(check, held, "the caller is left as it was", observed)
end

--- The caller was told of a refusal: WSAECONNREFUSED where the provider reports the decision; where the handshake came
--- first, the connection ended.
function methods.was_refused(check)
  local seen = socket_of(check, "was_refused"):end_seen()
  if spi.traits.decision == "decision-reporting" then
    return decide(check, seen == "WSAECONNREFUSED", "the attempt fails with WSAECONNREFUSED", seen)
  end
  local ended = seen == "end of stream" or seen == "WSAECONNRESET" or seen == "WSAECONNABORTED"
  return decide(check, ended or seen == "WSAECONNREFUSED", "the connection ends (handshake-first provider)", seen)
end

--- The caller's attempt failed or its connection ended, in whatever way.
function methods.was_ended(check)
  local seen = socket_of(check, "was_ended"):end_seen()
  local held = seen ~= "still connected" and seen ~= "no outcome"
  return decide(check, held, "the caller sees a refusal, a reset or the end", seen)
end

local function times(count)
  return count == 0 and "never" or count == 1 and "once" or count == 2 and "twice" or count .. " times"
end

--- An event was indicated exactly so often until now. Meaningful after a fence.
function methods.was_indicated(check, event, count)
  local seen = socket_of(check, "was_indicated"):indicated(event)
  return decide(check, seen == count, ("%s is indicated %s"):format(event, times(count)), times(seen))
end

--- An event is indicated at least so often (once by default), waited for; with the error code that belongs to it.
function methods.gets_indicated(check, event, given)
  local o = vocabulary.options(given, vocabulary.set { "count", "error" }, "gets_indicated")
  local socket = socket_of(check, "gets_indicated")
  local came = socket:await(event, o.count)
  local expected = event .. " is indicated"
  if o.count then
    expected = ("%s (%s in all)"):format(expected, times(o.count))
  end
  local observed = came and "it was" or "it was not"
  local held = came
  if o.error and came then
    expected = ("%s with %s"):format(expected, o.error == "none" and "error 0" or o.error)
    local code = socket:indicated_error(event)
    observed = "it was, with " .. (code == "none" and "error 0" or code)
    held = code == o.error
  end
  return decide(check, held, expected, observed)
end

--- Records what was seen where the documents leave a choice; never fails.
function vocabulary.record(requirement, observed)
  local file, line = spi.where()
  spi.check {
    requirement = requirement, held = true, expected = "recorded, not judged", observed = observed, file = file,
    line = line,
  }
end

--- Says that a requirement which the scenario verifies cannot be decided on this provider, and why.
function vocabulary.undecided(requirement, reason)
  spi.undecided(requirement, reason)
end

vocabulary.publish(Check)
