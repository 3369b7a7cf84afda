-- LWAAP (TS 36.360), by its EtherType, and the header of the PDCP PDU in it (TS 36.323). In GTP-U, as on Xw-U, it is found
-- where the preference gtp.dissect_tpdu_as says "Custom".

local ETHERTYPE = 0x9e65
local IPV4_LEAST = 20
local IPV6_HEADER = 40

-- Octets of the header of a data PDU with a sequence number of so many bits (6.2.3, 6.2.4, 6.2.9 and 6.2.11).
local HEADER_OCTETS = { [7] = 1, [12] = 2, [15] = 2, [18] = 3 }

-- Octets of a control PDU up to the end of its first number; with 7 bits there is none (6.2.6, 6.2.12 and 6.2.13).
local CONTROL_OCTETS = { [12] = 2, [15] = 3, [18] = 3 }
local STATUS_REPORT = 0
local LWA_STATUS_REPORT = 2
local LWA_END_MARKER = 3

-- Of an LWA status report, the bits where HRW and NMP begin, and its octets (6.2.12).
local LWA_REPORT = {
  [12] = { hrw = 16, nmp = 28, octets = 5 },
  [15] = { hrw = 25, nmp = 41, octets = 7 },
  [18] = { hrw = 24, nmp = 46, octets = 8 },
}

return function()
  local lwaap = Proto("lwaap", "LTE-WLAN Aggregation Adaptation Protocol")

  lwaap.prefs.pdcp_sn_length = Pref.enum(
    "PDCP SN length",
    18,
    "Bits of the sequence numbers of data radio bearers. RRC configures it: the PDU does not say.",
    { { 1, "7", 7 }, { 2, "12", 12 }, { 3, "15", 15 }, { 4, "18", 18 } },
    false
  )

  local reserved = ProtoField.uint8("lwaap.reserved", "Reserved", base.DEC, nil, 0xe0)
  local drbid = ProtoField.uint8("lwaap.DRBID", "DRBID", base.DEC, nil, 0x1f)
  local pdcp = ProtoField.none("lwaap.pdcp", "PDCP")
  local kinds = { [0] = "Control PDU", [1] = "Data PDU" }
  local dc = ProtoField.uint8("lwaap.pdcp.D_C", "D/C", base.DEC, kinds, 0x80)
  local polling = ProtoField.uint8("lwaap.pdcp.P", "Polling", base.DEC, nil, 0x40)
  local sn = ProtoField.uint32("lwaap.pdcp.SN", "Sequence number")
  local types = {
    [0] = "PDCP status report",
    [1] = "Interspersed ROHC feedback packet",
    [2] = "LWA status report",
    [3] = "LWA end-marker packet",
    [4] = "UDC feedback packet",
    [5] = "EHC feedback packet",
  }
  local pdu_type = ProtoField.uint8("lwaap.pdcp.PDU_type", "PDU type", base.DEC, types, 0x70)
  local fms = ProtoField.uint32("lwaap.pdcp.FMS", "First missing sequence number (FMS)")
  local bitmap = ProtoField.bytes("lwaap.pdcp.bitmap", "Received from FMS + 1 on")
  local hrw = ProtoField.uint32("lwaap.pdcp.HRW", "Highest received sequence number on WLAN (HRW)")
  local nmp = ProtoField.uint32("lwaap.pdcp.NMP", "Number of missing PDUs (NMP)")
  local lsn = ProtoField.uint32("lwaap.pdcp.LSN", "Last sequence number under the old key (LSN)")
  lwaap.fields = { reserved, drbid, pdcp, dc, polling, sn, pdu_type, fms, bitmap, hrw, nmp, lsn }

  local malformed = ProtoExpert.new("lwaap.malformed", "malformed", expert.group.MALFORMED, expert.severity.ERROR)
  lwaap.experts = { malformed }

  local data = Dissector.get("data")
  local ipv4 = Dissector.get("ip")
  local ipv6 = Dissector.get("ipv6")

  -- What dissects a PDCP SDU: it is an IP packet where the length that it would have is the one it has.
  local function dissector_of(sdu)
    local length = sdu:len()
    if length >= IPV4_LEAST and sdu(0, 1):bitfield(0, 4) == 4 and sdu(2, 2):uint() == length then
      return ipv4
    end
    if length >= IPV6_HEADER and sdu(0, 1):bitfield(0, 4) == 6 and sdu(4, 2):uint() + IPV6_HEADER == length then
      return ipv6
    end
    return data
  end

  -- Hands an SDU over. What is malformed in it Wireshark has said in the tree by then, and throws once more: as a malformed
  -- frame, and since 4.6 as a malformed packet.
  local function hand_over(dissector, sdu, pinfo, tree)
    local done, reason = pcall(dissector.call, dissector, sdu, pinfo, tree)
    if not done and not tostring(reason):find("Malformed %l+$") then
      error(reason, 0)
    end
  end

  -- A number of so many bits, added with the octets that it is in.
  local function add_number(item, field, pdu, bit, bits)
    local first, last = math.floor(bit / 8), math.floor((bit + bits - 1) / 8)
    local octets = pdu(first, last - first + 1)
    local value = octets:bitfield(bit % 8, bits)
    item:add(field, octets, value)
    return value
  end

  -- A control PDU: the octets that are read of it, and what there is to say of it; data are what is not.
  local function read_control(pdu, item)
    item:add(pdu_type, pdu(0, 1))
    local bits = lwaap.prefs.pdcp_sn_length
    local type = pdu(0, 1):bitfield(1, 3)
    local name = (types[type] or string.format("control PDU of type %d", type)):gsub("^PDCP ", "")
    local has_number = type == STATUS_REPORT or type == LWA_STATUS_REPORT or type == LWA_END_MARKER
    local octets = CONTROL_OCTETS[bits]
    if not has_number or octets == nil then
      item:set_len(1)
      return 1, name, data
    end
    local least = type == LWA_STATUS_REPORT and LWA_REPORT[bits].octets or octets
    if pdu:len() < least or (type ~= STATUS_REPORT and pdu:len() > least) then
      item:add_proto_expert_info(malformed, string.format("malformed: %d octets, %d there", least, pdu:len()))
      return pdu:len(), name .. ", malformed", data
    end
    local field, called = fms, "FMS"
    if type == LWA_END_MARKER then
      field, called = lsn, "LSN"
    end
    local text = string.format("%s, %s %d", name, called, add_number(item, field, pdu, octets * 8 - bits, bits))
    if type == LWA_STATUS_REPORT then
      local at = LWA_REPORT[bits]
      local highest = add_number(item, hrw, pdu, at.hrw, bits)
      text = string.format("%s, HRW %d, NMP %d", text, highest, add_number(item, nmp, pdu, at.nmp, bits))
    elseif pdu:len() > octets then
      item:add(bitmap, pdu(octets))
    end
    return pdu:len(), text, data
  end

  -- The header of a PDCP PDU: its octets, what there is to say of it, and what dissects the rest where that is not an SDU.
  local function read_pdcp(pdu, tree)
    local item = tree:add(pdcp, pdu())
    item:add(dc, pdu(0, 1))
    if pdu(0, 1):bitfield(0, 1) == 0 then
      return read_control(pdu, item)
    end
    local bits = lwaap.prefs.pdcp_sn_length
    local octets = HEADER_OCTETS[bits]
    if octets > pdu:len() then
      item:add_proto_expert_info(malformed, string.format("malformed: a header of %d octets, %d left", octets, pdu:len()))
      return pdu:len(), "malformed", data
    end
    if bits == 18 then
      item:add(polling, pdu(0, 1))
    end
    local number = pdu(0, octets):bitfield(octets * 8 - bits, bits)
    item:add(sn, pdu(0, octets), number)
    item:set_len(octets)
    return octets, string.format("SN %d", number)
  end

  local function dissect(tvb, pinfo, tree)
    pinfo.cols.protocol = "LWAAP"
    local top = tree:add(lwaap, tvb())
    if tvb:len() < 2 then
      top:add_proto_expert_info(malformed, "malformed: no PDCP PDU")
      pinfo.cols.info = "malformed"
      -- Of none, Ethernet would take it for not dissected.
      return math.max(1, tvb:len())
    end
    top:add(reserved, tvb(0, 1))
    top:add(drbid, tvb(0, 1))
    local drb = tvb(0, 1):bitfield(3, 5)
    local octets, text, dissector = read_pdcp(tvb(1):tvb(), top)
    top:set_len(1 + octets)
    top:append_text(string.format(", DRB %d, PDCP %s", drb, text))
    pinfo.cols.info = string.format("DRB %d, PDCP %s", drb, text)
    local rest = 1 + octets
    if rest < tvb:len() then
      local sdu = tvb(rest):tvb()
      hand_over(dissector or dissector_of(sdu), sdu, pinfo, tree)
    end
    return tvb:len()
  end

  lwaap.dissector = dissect
  DissectorTable.get("ethertype"):add(ETHERTYPE, lwaap)

  -- GTP calls the dissector of this name for T-PDUs where its preference says "Custom".
  local tpdu = Proto("gtp_tpdu_custom", "T-PDU of Xw-U (LWAAP)")
  function tpdu.dissector(tvb, pinfo, tree)
    if tvb:len() == 0 then
      return 0
    end
    -- The reserved bits of LWAAP are zero: IP packets, as on other interfaces, have a version there.
    if tvb(0, 1):bitfield(0, 3) == 0 then
      return dissect(tvb, pinfo, tree)
    end
    hand_over(dissector_of(tvb), tvb, pinfo, tree)
    return tvb:len()
  end
end
