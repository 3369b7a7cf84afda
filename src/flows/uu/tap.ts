import { NONE } from '../../codecs/check.js';
import { concat } from '../../codecs/concat.js';
import { put16, put32 } from '../../codecs/layout/octets.js';
import {
  encodeGsmtap,
  GSMTAP_LTE_RRC,
  GSMTAP_LTE_RRC_CHANNEL,
  GSMTAP_PORT,
} from '../../codecs/link/gsmtap.js';
import { IP_PROTOCOL } from '../../codecs/link/ipv4.js';
import { encodePdcpLteFraming, PDCP_LTE_CHANNEL } from '../../codecs/link/pdcp-lte-framing.js';
import { encodeUdp } from '../../codecs/link/udp.js';
import { completeIpv4, completeUdp, IPV4_HEADER, ipv4Header } from '../ip/ipv4.js';
import { transient } from '../memory/transient.js';

/** What a capture shows of Uu: the RRC messages as the end that receives them reads them, or the PDCP PDUs. */
export type UuFraming = 'gsmtap' | 'pdcp';

/** A message of SRB1 as it arrives. */
export interface SrbMessage {
  readonly isUplink: boolean;
  /** Deciphered. */
  readonly rrc: Uint8Array;
  readonly pdu: Uint8Array;
  /** Number of the row of keys in Wireshark's table; it changes with KeNB, as a row cannot. */
  readonly keyRow: number;
}

/** Shows the SRB1 of one UE. */
export interface UuTap {
  /** Decides what becomes of an RRC message that is to be sent, and hands that to `send`; undefined where each goes as it is. */
  readonly tamper?:
    | ((rrc: Uint8Array, isUplink: boolean, send: (rrc: Uint8Array) => void) => void)
    | undefined;
  /** Shows a message, and lets `deliver` hand it to its receiver. */
  show(message: SrbMessage, deliver: () => void, comments: readonly string[]): void;
}

/** LINKTYPE_RAW: IP without a link layer. */
export const LINKTYPE_RAW = 101;
/** Recognised by its signature at any port. */
const PDCP_PORT = 9999;
const SN_BITS = 5;
const SRB1 = 1;
const DCCH = { tag: 'logicalChannelType', value: PDCP_LTE_CHANNEL.dcch } as const;

/** 10.0.0.0/8 and the UE's number; the eNB is 10.255.255.254. */
const UE_NET = 10 << 24;
const UE_MASK = 0xff_ffff;
const NO_ADDRESS = /* @__PURE__ */ new Uint8Array(4);
const ENB_ADDRESS = /* @__PURE__ */ Uint8Array.of(10, 255, 255, 254);

/** What stands before RRC in GSMTAP (libosmocore, gsmtap.h). */
const gsmtapHeader = (isUplink: boolean): Uint8Array =>
  encodeGsmtap({
    type: GSMTAP_LTE_RRC,
    timeslot: 0,
    pcsBand: false,
    uplink: isUplink,
    arfcn: 0,
    signalDbm: 0,
    signalNoiseDb: 0,
    frameNumber: 0,
    subType: isUplink ? GSMTAP_LTE_RRC_CHANNEL.ulDcch : GSMTAP_LTE_RRC_CHANNEL.dlDcch,
    antenna: 0,
    subSlot: 0,
    payload: NONE,
  });

/** A DRB: its identity, and the bits of its sequence numbers. */
interface Bearer {
  readonly drbId: number;
  readonly snLength: number;
}

/** What stands before a PDCP PDU of SRB1, or of `drb`; the UE id, which is the last tag's, is yet to be written. */
const pdcpHeader = (isUplink: boolean, drb?: Bearer): Uint8Array =>
  encodePdcpLteFraming({
    noHeader: false,
    plane: drb === undefined ? 'signalling' : 'user',
    rohcCompression: false,
    tags: [
      { tag: 'sequenceNumberLength', value: drb?.snLength ?? SN_BITS },
      { tag: 'direction', value: isUplink ? 0 : 1 },
      ...(drb === undefined ? [DCCH] : []),
      { tag: 'channelId', value: drb?.drbId ?? SRB1 },
      { tag: 'ueId', value: 0 },
    ],
    payload: NONE,
  });

/** Where the UE id is from the end of {@link pdcpHeader}: a tag that says that the payload follows is behind it. */
const UE_ID_BEFORE_END = 3;

/** All that stands before what is shown, with the eNB's address and the ports. */
const headersOf = (port: number, isUplink: boolean, header: Uint8Array): Uint8Array => {
  const [source, destination] = isUplink ? [NO_ADDRESS, ENB_ADDRESS] : [ENB_ADDRESS, NO_ADDRESS];
  return concat([
    ipv4Header(source, destination, IP_PROTOCOL.udp),
    encodeUdp({ sourcePort: port, destinationPort: port, checksum: 0, payload: NONE }),
    header,
  ]);
};

const messageHeaders = (framing: UuFraming, isUplink: boolean): Uint8Array =>
  framing === 'gsmtap'
    ? headersOf(GSMTAP_PORT, isUplink, gsmtapHeader(isUplink))
    : headersOf(PDCP_PORT, isUplink, pdcpHeader(isUplink));

/** Where an IPv4 header has its addresses. */
const SOURCE = 12;
const DESTINATION = 16;

/** `headers` with what they stand before; addresses, lengths and checksums are still to be written. */
function behind(headers: Uint8Array, shown: Uint8Array): Uint8Array {
  const datagram = transient(headers.length + shown.length);
  for (let i = 0; i < headers.length; i++) datagram[i] = headers[i]!;
  for (let i = 0; i < shown.length; i++) datagram[headers.length + i] = shown[i]!;
  return datagram;
}

function complete(datagram: Uint8Array, isUplink: boolean, ue: number, identification: number): Uint8Array {
  put32(datagram, isUplink ? SOURCE : DESTINATION, UE_NET | (ue & UE_MASK));
  const length = datagram.length - IPV4_HEADER;
  completeIpv4(datagram, 0, length, identification);
  completeUdp(datagram, 0, length);
  return datagram;
}

/**
 * Gives the UDP datagram that shows a message, between addresses that tell UEs apart.
 * @param ue the UE's number, from 1
 * @param identification of which the 16 low bits count
 */
export type UuFramer = (message: SrbMessage, ue: number, identification: number) => Uint8Array;

/** Makes the datagrams of all UEs in a capture of raw IP. Their headers are encoded once, as little in them differs. */
export function createUuFramer(framing: UuFraming): UuFramer {
  const uplink = messageHeaders(framing, true);
  const downlink = messageHeaders(framing, false);
  const isPdcp = framing === 'pdcp';
  return ({ isUplink, rrc, pdu, keyRow }, ue, identification) => {
    const headers = isUplink ? uplink : downlink;
    const datagram = behind(headers, isPdcp ? pdu : rrc);
    if (isPdcp) put16(datagram, headers.length - UE_ID_BEFORE_END, keyRow);
    return complete(datagram, isUplink, ue, identification);
  };
}

/** The same of a PDCP PDU of a DRB: as PDCP in either framing, as GSMTAP has no type for user data. */
export type DrbFramer = (
  pdcp: Uint8Array,
  isUplink: boolean,
  ue: number,
  identification: number,
) => Uint8Array;

/** {@link createUuFramer} for user data of this bearer. */
export function createDrbFramer(drb: Bearer): DrbFramer {
  const uplink = headersOf(PDCP_PORT, true, pdcpHeader(true, drb));
  const downlink = headersOf(PDCP_PORT, false, pdcpHeader(false, drb));
  return (pdcp, isUplink, ue, identification) => {
    const headers = isUplink ? uplink : downlink;
    const datagram = behind(headers, pdcp);
    // No row of keys: user data is not ciphered.
    put16(datagram, headers.length - UE_ID_BEFORE_END, ue);
    return complete(datagram, isUplink, ue, identification);
  };
}
