-- What octets and bits of XwAP stand for, beside their digits: text, PLMN Identities, addresses.

local floor = math.floor

-- What is a PLMN Identity, by name: UE XwAP IDs are three octets, too.
local PLMNS = { pLMNidentity = true, ["pLMN-Identity"] = true, ServingPLMN = true }

-- An SSID in quotes. It comes from the air: only what is printable in ASCII is shown as it is.
local function quoted(octets)
  local text = octets:gsub('[\0-\31"\\\127-\255]', function(octet)
    return string.format("\\x%02x", octet:byte())
  end)
  return ' "' .. text .. '"'
end

-- Of the digits of a PLMN Identity those of MCC and of MNC, two an octet, the first in the low bits (TS 36.413, 9.2.3.8).
-- Nothing where they are none. The third of MNC may be missing, which is a filler of four ones.
local function plmn_of(octets)
  local digits = {}
  for i = 1, #octets do
    digits[#digits + 1] = octets:byte(i) % 16
    digits[#digits + 1] = floor(octets:byte(i) / 16)
  end
  local mnc = { digits[5], digits[6], digits[4] ~= 15 and digits[4] or nil }
  local mcc, text = table.concat(digits, "", 1, 3), table.concat(mnc)
  if #mcc == 3 and #text == #mnc then
    return mcc, text
  end
end

-- `fields` has those of what is told.
return function(fields)
  local strings = {}

  -- Tells of the OCTET STRING `name`, whose item is `item`.
  function strings.tell_octets(item, name, range)
    if name == "sSID" then
      item:append_text(quoted(range:raw()))
    elseif PLMNS[name] then
      local mcc, mnc = plmn_of(range:raw())
      if mcc ~= nil then
        item:append_text(string.format(", MCC %s, MNC %s", mcc, mnc))
        item:add(fields.mcc, range(0, 2), mcc)
        item:add(fields.mnc, range(1, 2), mnc)
      end
    end
  end

  -- Tells of the BIT STRING `name`. The addresses in a Transport Layer Address are IPv4, IPv6, or both, IPv4 first.
  function strings.tell_bits(item, name, range, bits)
    if name ~= "transportLayerAddress" then
      return
    end
    if bits == 32 or bits == 160 then
      item:add(fields.ipv4, range(0, 4))
    end
    if bits == 128 or bits == 160 then
      item:add(fields.ipv6, range(floor(bits / 8) - 16, 16))
    end
  end

  return strings
end
