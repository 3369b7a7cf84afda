-- XwAP (TS 36.463), by the PPIDs 58 and 59 of SCTP and its port 36462.

local PPIDS = { 58, 59 }
local PORT = 36462
-- What the Info column names of the IEs that Criticality Diagnostics lists.
local MOST_DIAGNOSED = 4

-- `per` reads aligned PER, `make_strings` and `make_tree` fill the tree, `make_pairs` ties answers to requests, `schema` is what
-- XwAP is made of.
return function(per, make_strings, make_tree, make_pairs, schema)
  local xwap = Proto("xwap", "Xw Application Protocol")

  local function abbreviation(name)
    return "xwap." .. name:gsub("-", "_")
  end

  local list = {}
  local function register(field)
    list[#list + 1] = field
    return field
  end

  local function strings_of(names, more)
    local strings = {}
    for i, name in ipairs(names) do
      strings[i - 1] = name
    end
    for i, name in ipairs(more or {}) do
      strings[#names + i - 1] = name
    end
    return strings
  end

  local function names_of(alternatives)
    local names = {}
    for i, alternative in ipairs(alternatives or {}) do
      names[i] = alternative.name
    end
    return names
  end

  -- Makes the field of a name and a type of each kind.
  local makers = {}
  makers.INTEGER = function(name, type)
    if type.extensible then
      return ProtoField.int64(abbreviation(name), name)
    end
    if type.upper >= 4294967296 then
      return ProtoField.uint64(abbreviation(name), name)
    end
    return ProtoField.uint32(abbreviation(name), name, base.DEC, schema.names[name])
  end
  makers.ENUMERATED = function(name, type)
    return ProtoField.uint32(abbreviation(name), name, base.DEC, strings_of(type.root, type.additions))
  end
  makers.CHOICE = function(name, type)
    local strings = strings_of(names_of(type.root), names_of(type.additions))
    return ProtoField.uint32(abbreviation(name), name, base.DEC, strings)
  end
  makers["OCTET STRING"] = function(name, type)
    -- Those of six octets are MAC addresses.
    if type.lower == 6 and type.upper == 6 then
      return ProtoField.ether(abbreviation(name), name)
    end
    return ProtoField.bytes(abbreviation(name), name)
  end
  makers["BIT STRING"] = function(name)
    return ProtoField.bytes(abbreviation(name), name)
  end
  makers["OBJECT IDENTIFIER"] = function(name)
    return ProtoField.oid(abbreviation(name), name)
  end
  makers.SEQUENCE = function(name)
    return ProtoField.none(abbreviation(name), name)
  end
  makers["SEQUENCE OF"] = function(name)
    return ProtoField.uint32(abbreviation(name), name)
  end

  -- Fields whose values have no names are the same whatever the type: by name and kind.
  local shared = {}
  local function shares(type)
    return type.kind == "SEQUENCE" or type.kind == "SEQUENCE OF"
  end

  local by_type = {}
  local declare
  local function declare_all(members)
    for _, member in pairs(members or {}) do
      declare(member.name, member.type)
    end
  end
  declare = function(name, type)
    if type.kind == "OPEN TYPE BY" then
      declare_all(type.rows)
      return
    end
    local fields = by_type[type] or {}
    by_type[type] = fields
    if fields[name] ~= nil then
      return
    end
    local key = type.kind .. " " .. name
    local field = shared[key] or register(makers[type.kind](name, type))
    if shares(type) then
      shared[key] = field
    end
    fields[name] = field
    if type.kind == "SEQUENCE OF" then
      declare(name .. "_item", type.element)
    elseif type.kind == "SEQUENCE" or type.kind == "CHOICE" then
      declare_all(type.root)
      declare_all(type.kind == "CHOICE" and type.additions)
    end
  end
  declare(schema.pdu.name, schema.pdu.type)

  local fields = {
    of = function(name, type)
      return by_type[type][name]
    end,
    unknown = register(ProtoField.bytes("xwap.unknown", "not known")),
    ipv4 = register(ProtoField.ipv4("xwap.transportLayerAddress_IPv4", "transportLayerAddress (IPv4)")),
    ipv6 = register(ProtoField.ipv6("xwap.transportLayerAddress_IPv6", "transportLayerAddress (IPv6)")),
    mcc = register(ProtoField.string("xwap.MCC", "MCC")),
    mnc = register(ProtoField.string("xwap.MNC", "MNC")),
  }
  local procedure_field = register(ProtoField.string("xwap.procedure", "procedure"))
  local message_field = register(ProtoField.string("xwap.message", "message"))
  local function frame_field(name, text, type)
    return register(ProtoField.framenum("xwap." .. name, text, base.NONE, type))
  end
  local pair_fields = {
    response = frame_field("response_in", "Response in frame", frametype.RESPONSE),
    request = frame_field("response_to", "Request in frame", frametype.REQUEST),
    time = register(ProtoField.relative_time("xwap.response_time", "Time from request")),
    retransmission_of = frame_field("retransmission_of", "Retransmission of the request in frame", frametype.RETRANS_PREV),
  }
  xwap.fields = list

  local experts = {
    malformed = ProtoExpert.new("xwap.malformed", "malformed", expert.group.MALFORMED, expert.severity.ERROR),
    unknown = ProtoExpert.new("xwap.not_known", "not known to this version", expert.group.UNDECODED, expert.severity.NOTE),
    undecoded = ProtoExpert.new("xwap.undecoded", "not read", expert.group.UNDECODED, expert.severity.NOTE),
    unanswered = ProtoExpert.new("xwap.no_response", "no response in this capture", expert.group.SEQUENCE, expert.severity.NOTE),
  }
  xwap.experts = { experts.malformed, experts.unknown, experts.undecoded, experts.unanswered }

  local read_tree = make_tree(per, make_strings(fields), fields, experts)

  local pairing = make_pairs(schema)
  xwap.init = pairing.reset

  -- Tells of the answer to a request, or of the request of an answer, as far as the capture is known by now.
  local function add_pair(top, range, pinfo, link)
    local function add(name, value)
      if value ~= nil then
        top:add(pair_fields[name], range, value):set_generated()
      end
    end
    add("retransmission_of", link.retransmission_of)
    add("response", link.response)
    add("request", link.request)
    if link.time ~= nil then
      local sign = link.time < 0 and -1 or 1
      local nanoseconds = math.floor(math.abs(link.time) * 1e9 + 0.5)
      local seconds = math.floor(nanoseconds / 1e9)
      add("time", NSTime.new(sign * seconds, sign * (nanoseconds - seconds * 1000000000)))
    end
    -- Once all packets were seen.
    if link.is_request and link.response == nil and pinfo.visited then
      top:add_proto_expert_info(experts.unanswered)
    end
  end

  -- What is to be said of a message in one line, as it is read.
  local function summary_of(top, range)
    local summary = { diagnosed = {}, ids = {} }
    function summary.chosen(key, value, name)
      if key ~= "procedureCode" then
        return
      end
      local procedure = schema.names.procedureCode[value]
      if procedure ~= nil then
        top:add(procedure_field, range, procedure):set_generated()
      end
      if name ~= nil then
        top:add(message_field, range, name):set_generated()
      end
      summary.name = name or "unknown message of " .. (procedure or string.format("procedure %d", value))
    end
    function summary.read(name, group, value)
      if name == "Cause" and group ~= nil then
        summary.cause = value ~= nil and group .. ": " .. value or group
      elseif name:find("ID$") and summary.ids[name] == nil then
        summary.ids[name] = group
      end
    end
    function summary.sequence(values)
      local id = values["iE-ID"]
      if id ~= nil then
        local name = schema.names["iE-ID"][id] or string.format("IE %d", id)
        table.insert(summary.diagnosed, (values.typeOfError or "other error") .. ": " .. name)
      end
    end
    return summary
  end

  local function text_of(summary)
    local parts = { summary.name or "XwAP-PDU" }
    if summary.cause ~= nil then
      parts[#parts + 1] = "[" .. summary.cause .. "]"
    end
    for i, text in ipairs(summary.diagnosed) do
      if i > MOST_DIAGNOSED then
        parts[#parts + 1] = string.format("[%d more]", #summary.diagnosed - MOST_DIAGNOSED)
        break
      end
      parts[#parts + 1] = "[" .. text .. "]"
    end
    if summary.malformed then
      parts[#parts + 1] = "[malformed]"
    end
    return table.concat(parts, " ")
  end

  function xwap.dissector(tvb, pinfo, tree)
    pinfo.cols.protocol = "XwAP"
    local top = tree:add(xwap, tvb())
    local range = tvb(0, 0)
    local summary = summary_of(top, range)
    read_tree(tvb, top, schema.pdu, summary)
    local text = text_of(summary)
    top:append_text(", " .. text)
    -- In place of what SCTP says of the chunk, behind what was said of earlier ones.
    local info = pinfo.cols.info
    local nth = 1 + (tonumber(pinfo.private.xwap) or 0)
    info:clear()
    info:append(nth == 1 and text or ", " .. text)
    info:fence()
    pinfo.private.xwap = tostring(nth)
    local link = pairing.of(pinfo, nth, summary.name, summary.ids, tvb)
    if link ~= nil then
      add_pair(top, range, pinfo, link)
    end
    -- Of none, SCTP would ask again by its ports.
    return math.max(1, tvb:len())
  end

  for _, ppid in ipairs(PPIDS) do
    DissectorTable.get("sctp.ppi"):add(ppid, xwap)
  end
  DissectorTable.get("sctp.port"):add(PORT, xwap)
end
