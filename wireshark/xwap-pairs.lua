-- Which XwAP message answers which, as class 1 elementary procedures have it (TS 36.463, 8.1), and after how long.
--
-- An answer has the procedure code of its request, goes the other way between the same SCTP endpoints, and names the same UE
-- or measurement. A request that comes again before its answer is a retransmission where its octets are the same; else it takes
-- the place of the one before. What is known grows with the requests alone: of answers as many are kept as there are requests.

local floor = math.floor

-- The IDs that tell apart what goes on at once: those of the eNB, which each request has; and those of the WT, which may be
-- given by the answer.
local ENB_IDS = { "ENB-UE-XwAP-ID", "ENB-Measurement-ID" }
local WT_IDS = { "WT-UE-XwAP-ID", "WT-Measurement-ID" }

-- How far a difference of times since the epoch, as numbers, may be from the one that was captured, in seconds.
local EPOCH_PRECISION = 1e-6

-- More than there are chunks of SCTP in an IP packet.
local MOST_MESSAGES = 65536

local function component(type, name)
  for _, member in ipairs(type.root) do
    if member.name == name then
      return member.type
    end
  end
end

-- Whether a message may have an IE.
local function has_ie(message, name)
  local ie = component(message, "protocolIEs").element
  for _, row in pairs(component(ie, "value").rows) do
    if row.name == name then
      return true
    end
  end
  return false
end

-- The first of `names` that each of `messages` may have.
local function shared_id(messages, names)
  for _, name in ipairs(names) do
    local all = true
    for _, message in ipairs(messages) do
      all = all and has_ie(message.type, name)
    end
    if all then
      return name
    end
  end
end

-- The messages of class 1 procedures by name: code, whether it is the request, and the IDs of eNB and WT that tell.
local function messages_of(pdu)
  local rows = {}
  for _, alternative in ipairs(pdu.type.root) do
    rows[alternative.name] = component(alternative.type, "value").rows
  end
  local messages = {}
  for code, request in pairs(rows.initiatingMessage) do
    local outcomes = {}
    outcomes[#outcomes + 1] = rows.successfulOutcome[code]
    outcomes[#outcomes + 1] = rows.unsuccessfulOutcome[code]
    if #outcomes > 0 then
      local all = { request, table.unpack(outcomes) }
      local enb, wt = shared_id(all, ENB_IDS), shared_id(all, WT_IDS)
      for i, message in ipairs(all) do
        messages[message.name] = { code = code, is_request = i == 1, enb = enb, wt = wt }
      end
    end
  end
  return messages
end

-- The numbers of addresses. Wireshark tells an address as text by its name, which may be known from some packet on:
-- they are kept in their order, and looked up by halves.
local function numbering()
  local known = {}
  return function(address, is_new)
    local low, high = 1, #known
    while low <= high do
      local middle = floor((low + high) / 2)
      local one = known[middle]
      if one.address == address then
        return one.number
      elseif one.address < address then
        low = middle + 1
      else
        high = middle - 1
      end
    end
    if is_new then
      table.insert(known, low, { address = address, number = #known + 1 })
      return #known
    end
  end
end

-- The time from a request to a packet, in seconds. The times since the first packet are the precise ones, unless the user sets
-- time references between the two.
local function time_between(request, pinfo)
  local precise, since_epoch = pinfo.rel_ts - request.rel_ts, pinfo.abs_ts - request.abs_ts
  return math.abs(precise - since_epoch) <= EPOCH_PRECISION and precise or since_epoch
end

-- `schema` is what XwAP is made of.
return function(schema)
  local messages = messages_of(schema.pdu)
  -- `requests` has what each message is or answers, by its place in the capture; `waiting` what may be answered, by who asks whom what.
  local requests, waiting, number_of

  local function link_request(topic, message, ids, pinfo, tvb)
    local before = waiting[topic]
    local octets = tvb:raw()
    local request = { frame = pinfo.number, rel_ts = pinfo.rel_ts, abs_ts = pinfo.abs_ts }
    if before ~= nil and before.octets == octets and before.first.response == nil then
      request.first = before.first
      table.insert(before.requests, request)
    else
      waiting[topic] = { octets = octets, wt = ids[message.wt], first = request, requests = { request }, answers = 0 }
    end
    return request
  end

  -- The answers to a request and its retransmissions are to one after the other.
  local function link_answer(topic, message, ids, pinfo)
    local asked = waiting[topic]
    local wt = ids[message.wt]
    if asked == nil or (asked.wt ~= nil and wt ~= nil and asked.wt ~= wt) then
      return nil
    end
    asked.answers = asked.answers + 1
    local request = asked.requests[asked.answers]
    request.response, request.time = pinfo.number, time_between(request, pinfo)
    if asked.answers == #asked.requests then
      waiting[topic] = nil
    end
    return request
  end

  -- The request that a message is, or that it answers: its frame, and once they are known `first`, the request that it
  -- retransmits, `response`, the frame of its answer, and `time` from one to the other.
  local function request_of(name, ids, pinfo, tvb)
    local message = messages[name]
    if message == nil or (message.enb ~= nil and ids[message.enb] == nil) then
      return nil
    end
    local from, to = number_of(pinfo.src, message.is_request), number_of(pinfo.dst, message.is_request)
    local from_port, to_port = pinfo.src_port, pinfo.dst_port
    if not message.is_request then
      from, to, from_port, to_port = to, from, to_port, from_port
    end
    if from == nil or to == nil then
      return nil
    end
    local ends = string.format("%d %d %d %d %d ", message.code, from, from_port, to, to_port)
    local topic = ends .. (message.enb ~= nil and ids[message.enb] or "")
    return (message.is_request and link_request or link_answer)(topic, message, ids, pinfo, tvb)
  end

  local pairing = {}

  -- Forgets all: another file, or the same one anew.
  function pairing.reset()
    requests, waiting, number_of = {}, {}, numbering()
  end
  pairing.reset()

  -- What the message `name` in `tvb`, the `nth` of its packet, is tied to: of a request { is_request, response, retransmission_of };
  -- of an answer { request, time }; nil of others. `ids` are its IEs that are IDs, by name. Frames are numbers, times seconds.
  -- It is settled as the packet is dissected first, in the order of the capture, but for a response that comes later.
  function pairing.of(pinfo, nth, name, ids, tvb)
    -- What an ICMP error quotes was not sent there.
    if pinfo.in_error_pkt then
      return nil
    end
    local frame = pinfo.number
    local place = frame * MOST_MESSAGES + nth
    if not pinfo.visited then
      -- With a read filter, a frame that does not pass leaves its number to the next one.
      requests[place] = request_of(name, ids, pinfo, tvb)
    end
    local request = requests[place]
    if request == nil then
      return nil
    elseif request.frame ~= frame then
      return { request = request.frame, time = request.time }
    end
    local first = request.first
    return {
      is_request = true,
      response = request.response or (first and first.response),
      retransmission_of = first and first.frame,
    }
  end

  return pairing
end
