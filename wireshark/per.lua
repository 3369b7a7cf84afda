-- Reads the ALIGNED variant of BASIC-PER (ITU-T X.691, 2021) from a string of octets: bits, lengths, numbers.
--
-- Runs on Lua 5.2 to 5.4: no bit operators, no integer division. Positions count bits from 0.
-- What cannot be gone past raises a fault, a table that per.is_fault tells from errors of Lua: whoever calls
-- a reader does so under pcall. What an encoder never sends, but can be read, goes to `complain`.

local floor = math.floor

-- POWER[n] is 2^n. Doubled, as the operator ^ gives no integers in Lua 5.3.
local POWER = { [0] = 1 }
for i = 1, 52 do
  POWER[i] = POWER[i - 1] * 2
end

-- The octets of a number of this many values, at most; and the bits that hold them.
local function bits_for(count)
  local bits = 0
  while POWER[bits] < count do
    bits = bits + 1
  end
  return bits
end

-- The largest number of octets whose value a double holds exactly.
local EXACT_OCTETS = 6
local FRAGMENT = 16384

local Reader = {}
Reader.__index = Reader

local Fault = {}

local per = {}

-- A reader of `octets`. `complain(reason, at)` is told of what is wrong but readable, with its position.
function per.reader(octets, complain)
  return setmetatable({ octets = octets, pos = 0, stop = #octets * 8, complain = complain }, Reader)
end

function per.is_fault(thrown)
  return getmetatable(thrown) == Fault
end

-- Ends reading. `unsupported`: the octets may be right, but are beyond what is read here.
function Reader:fail(reason, at, unsupported)
  error(setmetatable({ reason = reason, at = at or self.pos, unsupported = unsupported }, Fault))
end

-- Asks for `count` more bits.
function Reader:need(count)
  local left = self.stop - self.pos
  if count > left then
    self:fail(string.format("needs %d bits, %d left", count, left))
  end
end

-- `count` bits, at most 48, as a number.
function Reader:bits(count)
  self:need(count)
  local value = 0
  local pos = self.pos
  local left = count
  while left > 0 do
    local room = 8 - pos % 8
    local take = left < room and left or room
    local octet = self.octets:byte(floor(pos / 8) + 1)
    value = value * POWER[take] + floor(octet / POWER[room - take]) % POWER[take]
    pos = pos + take
    left = left - take
  end
  self.pos = pos
  return value
end

-- Goes to the next octet.
function Reader:align()
  local gap = -self.pos % 8
  if gap > 0 then
    local at = self.pos
    if self:bits(gap) ~= 0 then
      self.complain("padding bits are not zero", at)
    end
  end
end

-- A general length determinant (11.9.3.5 to 11.9.3.8): a count, and whether it is that of a block with another behind it.
function Reader:length()
  self:align()
  local at = self.pos
  local first = self:bits(8)
  if first < 128 then
    return first, false
  end
  if first < 192 then
    local count = (first - 128) * 256 + self:bits(8)
    if count < 128 then
      self.complain("length determinant is longer than needed", at)
    end
    return count, false
  end
  local blocks = first - 192
  if blocks < 1 or blocks > 4 then
    self:fail("fragment is not of 1 to 4 blocks of 16384", at)
  end
  return blocks * FRAGMENT, true
end

-- The length behind a block of `previous`, which must have been as large as possible.
function Reader:next_length(previous)
  local at = self.pos
  local count, more = self:length()
  if more and previous < 4 * FRAGMENT then
    self.complain("fragment is smaller than it could be", at)
  end
  return count, more
end

-- A normally small length, 1 or more (11.9.3.4).
function Reader:small_length()
  local at = self.pos
  if self:bits(1) == 0 then
    return self:bits(6) + 1
  end
  local count, more = self:length()
  if more then
    self:fail("more than 16383 extension additions", at, true)
  end
  if count <= 64 then
    self.complain("length is not in its short form", at)
  end
  return count
end

-- `count` whole octets as a number, at most 6.
function Reader:octets_value(count)
  return self:bits(count * 8)
end

-- A normally small number (11.6).
function Reader:small_number()
  local at = self.pos
  if self:bits(1) == 0 then
    return self:bits(6)
  end
  local octets, more = self:length()
  if more or octets > EXACT_OCTETS then
    self:fail("extension number above 2^48", at, true)
  end
  if octets == 0 then
    self:fail("an integer of no octets", at)
  end
  local value = self:octets_value(octets)
  if value < 64 or value < POWER[octets * 8 - 8] then
    self.complain("extension number is not in its shortest form", at)
  end
  return value
end

-- A constrained whole number, less its lower bound, of `count` values (11.5.7).
function Reader:offset(count)
  if count < 256 then
    return self:bits(bits_for(count))
  end
  if count <= 65536 then
    self:align()
    return self:bits(count == 256 and 8 or 16)
  end
  local at = self.pos
  local most = floor((bits_for(count) + 7) / 8)
  local octets = self:offset(most) + 1
  if octets > most then
    self:fail(string.format("integer of more than %d octets", most), at)
  end
  self:align()
  local value = self:octets_value(octets)
  if octets > 1 and value < POWER[octets * 8 - 8] then
    self.complain("integer is not in its shortest form", at)
  end
  return value
end

-- A constrained whole number (13.2.2).
function Reader:constrained(lower, upper)
  local at = self.pos
  local value = lower + self:offset(upper - lower + 1)
  if value > upper then
    self.complain(string.format("is outside %d..%d", lower, upper), at)
  end
  return value
end

-- A number of one of `count` alternatives or values.
function Reader:index(count)
  local at = self.pos
  local index = self:offset(count)
  if index >= count then
    self:fail(string.format("is none of %d", count), at)
  end
  return index
end

local function within(count, size)
  return count >= size.lower and (size.upper == nil or count <= size.upper)
end

-- What a count of all units so far is to be; too few are too few only once the last block is in.
local function check_count(reader, size, extended, total, more, at)
  if extended then
    if not more and within(total, size) then
      reader.complain("extension bit set for a size of the root", at)
    end
  elseif (size.upper ~= nil and total > size.upper) or (total < size.lower and not more) then
    reader.complain("size is outside its range", at)
  end
end

-- The number of units under a size constraint { lower, upper, extensible } (11.9.4): the count, whether it is that of a
-- block with another behind it, and whether the size is outside of the root.
function Reader:count(size)
  local extended = size.extensible and self:bits(1) == 1 or false
  local at = self.pos
  if extended or size.upper == nil or size.upper > 65535 then
    local count, more = self:length()
    check_count(self, size, extended, count, more, at)
    return count, more, extended
  end
  local count = size.lower + self:offset(size.upper - size.lower + 1)
  if count > size.upper then
    self.complain("size is outside its range", at)
  end
  return count, false, false
end

-- The contents of an OCTET STRING (width 8) or BIT STRING (width 1), or with size {lower = 0} those of an open type: where they
-- start, if they are in one piece; the octets, where they lie in blocks; and the number of units.
function Reader:string(size, width)
  local at = self.pos
  local count, more, extended = self:count(size)
  if not more then
    local fixed = size.lower == size.upper and not extended
    -- Nothing follows a count of zero, not even padding (11.9.3.3).
    if count > 0 and not (fixed and count * width <= 16) then
      self:align()
    end
    self:need(count * width)
    local start = self.pos
    self.pos = start + count * width
    return start, nil, count
  end
  local blocks = {}
  local total = 0
  while true do
    self:need(count * width)
    local start = floor(self.pos / 8)
    blocks[#blocks + 1] = self.octets:sub(start + 1, start + floor((count * width + 7) / 8))
    self.pos = self.pos + count * width
    total = total + count
    if not more then
      return nil, table.concat(blocks), total
    end
    count, more = self:next_length(count)
    check_count(self, size, extended, total + count, more, at)
  end
end

-- Checks what is behind a complete encoding that began at `start` and ends with the reader: zero bits up to the octet (11.1).
function Reader:finish(start)
  local at = self.pos
  local left = self.stop - at
  local padding = at == start and 8 or -(at - start) % 8
  self:need(padding)
  local value = self:bits(padding)
  self.pos = self.stop
  if left > padding then
    self.complain(string.format("%d octets too many", (left - padding) / 8), at + padding)
  elseif value ~= 0 then
    self.complain("padding bits are not zero", at)
  end
end

return per
