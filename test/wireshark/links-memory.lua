-- Prints how many KiB the state of links holds: empty, with requests and an answer each, with answers to nothing beside them,
-- and once forgotten. `-X lua_script1:` tells the folder of the dissectors.
local folder = ...
local pairing = dofile(folder .. "/xwap-pairs.lua")(dofile(folder .. "/xwap-schema.lua"))

local REQUESTS, MORE = 2000, 50000
local enb, wt = Address.ip("192.0.2.1"), Address.ip("192.0.2.65")
local frame = 0

-- A message of UE `id` in a packet of its own, as it is dissected first.
local function dissect(name, src, dst, id)
  frame = frame + 1
  local pinfo = { number = frame, rel_ts = frame, abs_ts = frame, visited = false, in_error_pkt = false }
  pinfo.src, pinfo.dst, pinfo.src_port, pinfo.dst_port = src, dst, 36462, 36462
  local tvb = {
    raw = function()
      return string.format("%s of %d, which is long as messages are, and unlike others", name, id)
    end,
  }
  return pairing.of(pinfo, 1, name, { ["ENB-UE-XwAP-ID"] = tostring(id), ["WT-UE-XwAP-ID"] = tostring(id) }, tvb)
end

local function kibibytes()
  collectgarbage()
  collectgarbage()
  -- Lua 5.2 gives a second value.
  return (collectgarbage("count"))
end

local sizes = { kibibytes() }
local answered = 0
for id = 1, REQUESTS do
  dissect("WTModificationRequest", enb, wt, id)
  answered = answered + (dissect("WTModificationRequestAcknowledge", wt, enb, id) ~= nil and 1 or 0)
end
sizes[#sizes + 1] = kibibytes()
for id = 1, MORE do
  -- No request has these: answers once more, answers of UEs and of peers that there are not, and class 2.
  dissect("WTModificationRequestAcknowledge", wt, enb, id)
  dissect("WTModificationRequestReject", Address.ip(string.format("10.0.%d.%d", math.floor(id / 256) % 256, id % 256)), enb, id)
  dissect("WTReleaseRequest", enb, wt, id)
end
sizes[#sizes + 1] = kibibytes()
pairing.reset()
sizes[#sizes + 1] = kibibytes()
print(answered, table.unpack(sizes))
