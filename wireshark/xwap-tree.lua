-- Walks the XwAP schema along a message and fills Wireshark's tree with what is read.
--
-- Each component, alternative, IE and message is a field of its ASN.1 name. What is wrong is an expert item at its place;
-- what was read before it stays, and reading goes on behind the innermost open type around it.

local floor = math.floor

-- How many octets a signed integer may have that Wireshark has a field for.
local INT64_OCTETS = 8
-- The same of numbers of Lua 5.2, whose integers are exact below 2^53.
local EXACT_OCTETS = 6
-- The values of a field of 32 bits.
local UINT32 = 4294967296

local UNBOUNDED = { lower = 0 }

-- What makes a tree: `per` reads, `strings` tells what strings stand for, `fields` has the field of a name and type, `experts`
-- the expert items.
return function(per, strings, fields, experts)
  local readers = {}

  local function octets_of(tvb, from, to)
    local first = floor(from / 8)
    return tvb(first, floor((to + 7) / 8) - first)
  end

  -- An expert item where reading stands, on the octet of the bit `at`.
  local function report(context, expert, reason, at)
    local octet = math.min(floor(at / 8), context.tvb:len())
    local length = math.min(1, context.tvb:len() - octet)
    context.place:add_tvb_expert_info(expert, context.tvb(octet, length), reason)
  end

  local function malformed(context, reason, at)
    context.message.malformed = true
    report(context, experts.malformed, "malformed: " .. reason, at)
  end

  -- What is read of `octets`, which `tvb` holds, goes below the item `place`.
  local function context_of(octets, tvb, place, message)
    local context = { tvb = tvb, place = place, message = message }
    context.reader = per.reader(octets, function(reason, at)
      malformed(context, reason, at)
    end)
    return context
  end

  -- The octets of a string, in the packet or put together from blocks.
  local function range_of(context, start, blocks, bits)
    if blocks ~= nil then
      return ByteArray.new(blocks, true):tvb("XwAP fragments"):range()
    end
    return octets_of(context.tvb, start, start + bits)
  end

  local function read(context, tree, name, type, label)
    return readers[type.kind](context, tree, name, type, label)
  end

  -- An open type that holds what is not known (11.1, 11.2).
  local function read_unknown(context, tree, label)
    local at = context.reader.pos
    local start, blocks, count = context.reader:string(UNBOUNDED, 8)
    if count == 0 then
      context.reader.complain("an open type has one octet at least", at)
    end
    local item = tree:add(fields.unknown, range_of(context, start, blocks, count * 8))
    item:prepend_text(label .. ", ")
    item:add_proto_expert_info(experts.unknown)
  end

  local function read_complete(context, tree, name, type)
    local start = context.reader.pos
    local value, more = read(context, tree, name, type)
    context.place = tree
    context.reader:finish(start)
    return value, more
  end

  -- The same, where a fault ends it: whatever is around goes on.
  local function read_guarded(context, tree, name, type)
    local done, value, more = pcall(read_complete, context, tree, name, type)
    if done then
      return value, more
    end
    if not per.is_fault(value) then
      error(value, 0)
    end
    if value.unsupported then
      report(context, experts.undecoded, value.reason, value.at)
    else
      malformed(context, value.reason, value.at)
    end
  end

  -- An open type that holds a value of `type` (11.2).
  local function read_open(context, tree, name, type)
    local reader = context.reader
    local at = reader.pos
    local count, more = reader:length()
    if more then
      reader.pos = at
      local _, blocks = reader:string(UNBOUNDED, 8)
      local tvb = ByteArray.new(blocks, true):tvb("XwAP fragments")
      return read_guarded(context_of(blocks, tvb, tree, context.message), tree, name, type)
    end
    local left = floor((reader.stop - reader.pos) / 8)
    if count > left then
      reader.complain(string.format("open type of %d octets, %d left", count, left), at)
      count = left
    end
    local outer = reader.stop
    local stop = reader.pos + count * 8
    reader.stop = stop
    local value, second = read_guarded(context, tree, name, type)
    reader.stop = outer
    reader.pos = stop
    context.place = tree
    return value, second
  end

  -- An INTEGER without bounds, as one behind an extension bit is (11.8).
  local function read_unbounded(context, tree, name, type)
    local reader = context.reader
    local at = reader.pos
    local start, blocks, count = reader:string(UNBOUNDED, 8)
    if count == 0 then
      reader:fail("an integer of no octets", at)
    end
    local range = range_of(context, start, blocks, count * 8)
    local octets = range:raw()
    if count > 1 then
      local sign = octets:byte(2) >= 128 and 255 or 0
      if octets:byte(1) == sign then
        reader.complain("integer is not in its shortest form", at)
      end
    end
    local value
    if count <= EXACT_OCTETS then
      value = octets:byte(1) >= 128 and -1 or 0
      for i = 1, count do
        value = value * 256 + octets:byte(i)
      end
      if value >= type.lower and value <= type.upper then
        reader.complain("extension bit set for a value of the root", at)
      end
    end
    if count <= INT64_OCTETS then
      tree:add(fields.of(name, type), range, range:int64())
    else
      tree:add(range, string.format("%s: an integer of %d octets", name, count))
    end
    return value
  end

  readers.INTEGER = function(context, tree, name, type)
    local reader = context.reader
    local at = reader.pos
    if type.extensible and reader:bits(1) == 1 then
      return read_unbounded(context, tree, name, type)
    end
    local value = reader:constrained(type.lower, type.upper)
    local shown = value
    if type.extensible then
      shown = Int64.new(value)
    elseif type.upper >= UINT32 then
      shown = UInt64.new(value % UINT32, floor(value / UINT32))
    end
    tree:add(fields.of(name, type), octets_of(context.tvb, at, reader.pos), shown)
    return value
  end

  -- Which of those that an ENUMERATED or a CHOICE lists comes next (14.2, 14.3, 23.5 to 23.8): it, or nil for one of a later
  -- version; its number, additions behind the root; and whether it is an addition.
  local function read_listed(reader, type)
    if type.extensible and reader:bits(1) == 1 then
      local number = reader:small_number()
      return type.additions[number + 1], #type.root + number, true
    end
    local number = reader:index(#type.root)
    return type.root[number + 1], number, false
  end

  -- Its item. A number beyond those of a field is told in words.
  local function add_listed(tree, name, type, range, number)
    if number < UINT32 then
      return tree:add(fields.of(name, type), range, number)
    end
    return tree:add(range, string.format("%s: number %.0f", name, number))
  end

  readers.ENUMERATED = function(context, tree, name, type)
    local reader = context.reader
    local at = reader.pos
    local value, index = read_listed(reader, type)
    local item = add_listed(tree, name, type, octets_of(context.tvb, at, reader.pos), index)
    if value == nil then
      item:add_proto_expert_info(experts.unknown)
    end
    return value
  end

  readers["OBJECT IDENTIFIER"] = function(context, tree, name, type)
    local reader = context.reader
    local at = reader.pos
    local start, blocks, count = reader:string(UNBOUNDED, 8)
    local range = range_of(context, start, blocks, count * 8)
    if count == 0 then
      reader:fail("an object identifier of no octets", at)
    end
    tree:add(fields.of(name, type), range)
    local octets = range:raw()
    local digits = 0
    for i = 1, count do
      local octet = octets:byte(i)
      if digits == 0 and octet == 128 then
        reader:fail("an arc starts with a zero digit", at)
      end
      digits = octet >= 128 and digits + 1 or 0
      if digits > 0 and i == count then
        reader:fail("the last arc has no end", at)
      end
      -- 2^133, as the codecs have it.
      if digits >= 19 then
        reader:fail("an arc is above 2^133", at, true)
      end
    end
  end

  readers["OCTET STRING"] = function(context, tree, name, type)
    local start, blocks, count = context.reader:string(type, 8)
    local range = range_of(context, start, blocks, count * 8)
    local item = tree:add(fields.of(name, type), range)
    strings.tell_octets(item, name, range)
    return range:raw()
  end

  readers["BIT STRING"] = function(context, tree, name, type)
    local start, blocks, count = context.reader:string(type, 1)
    local range = range_of(context, start, blocks, count)
    local unused = -count % 8
    local item
    if unused == 0 then
      item = tree:add(fields.of(name, type), range)
    else
      -- What is next may begin in the last octet.
      local octets = range:raw()
      local last = octets:byte(#octets)
      local masked = octets:sub(1, -2) .. string.char(last - last % 2 ^ unused)
      item = tree:add(fields.of(name, type), range, masked)
      item:append_text(string.format(" [bit length %d, %d LSB pad bits]", count, unused))
    end
    strings.tell_bits(item, name, range, count)
  end

  readers["SEQUENCE OF"] = function(context, tree, name, type)
    local reader = context.reader
    local at = reader.pos
    local count = reader:count(type)
    local item = tree:add(fields.of(name, type), octets_of(context.tvb, at, reader.stop), count)
    for i = 1, count do
      context.place = item
      read(context, item, name .. "_item", type.element, string.format("Item %d", i - 1))
    end
    item:set_len(octets_of(context.tvb, at, reader.pos):len())
  end

  readers.CHOICE = function(context, tree, name, type)
    local reader = context.reader
    local at = reader.pos
    local alternative, index, extended = read_listed(reader, type)
    local item = add_listed(tree, name, type, octets_of(context.tvb, at, reader.stop), index)
    context.place = item
    local value
    if alternative == nil then
      read_unknown(context, item, "extension alternative")
    elseif extended then
      value = read_open(context, item, alternative.name, alternative.type)
    else
      value = read(context, item, alternative.name, alternative.type)
    end
    item:set_len(octets_of(context.tvb, at, reader.pos):len())
    return alternative and alternative.name, value
  end

  -- The additions behind an extension bit of 1 (19.7 to 19.9), of which the schema knows none.
  local function read_additions(context, item)
    local reader = context.reader
    local at = reader.pos
    local count = reader:small_length()
    reader:need(count)
    local present = {}
    for i = 1, count do
      if reader:bits(1) == 1 then
        present[#present + 1] = i
      end
    end
    for _, i in ipairs(present) do
      context.place = item
      read_unknown(context, item, string.format("extension addition %d", i))
    end
    if #present == 0 then
      reader.complain("extension bit set without an addition", at)
    end
  end

  readers.SEQUENCE = function(context, tree, name, type, label)
    local reader = context.reader
    local at = reader.pos
    local item = tree:add(fields.of(name, type), octets_of(context.tvb, at, reader.stop))
    item:set_text(label or name)
    context.place = item
    local extended = type.extensible and reader:bits(1) == 1
    local absent = {}
    for i, component in ipairs(type.root) do
      absent[i] = component.optional and reader:bits(1) == 0
    end
    local values = {}
    for i, component in ipairs(type.root) do
      context.place = item
      local inner = component.type
      if inner.kind == "OPEN TYPE BY" then
        local key = values[inner.key]
        local row = inner.rows[key]
        context.message.chosen(inner.key, key, row and row.name)
        if row == nil then
          read_unknown(context, item, component.name)
        else
          if label ~= nil then
            item:append_text(": " .. row.name)
          end
          context.message.read(row.name, read_open(context, item, row.name, row.type))
        end
      elseif not absent[i] then
        values[component.name] = read(context, item, component.name, inner)
      end
    end
    context.place = item
    if extended then
      read_additions(context, item)
    end
    item:set_len(octets_of(context.tvb, at, reader.pos):len())
    context.message.sequence(values)
  end

  -- Reads the complete encoding of `pdu` that `tvb` holds. `message` is told of what it is about: chosen(key, value, name) of
  -- the row that a key chooses; read(name, value, more) of the value of a row; sequence(values) of a SEQUENCE.
  return function(tvb, tree, pdu, message)
    local context = context_of(tvb:raw(), tvb, tree, message)
    read_guarded(context, tree, pdu.name, pdu.type)
  end
end
