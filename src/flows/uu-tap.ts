import { encodeGsmtap, GSMTAP_LTE_RRC, GSMTAP_LTE_RRC_CHANNEL, GSMTAP_PORT } from '../codecs/link/gsmtap.js';
import { encodeIpv4, IP_PROTOCOL } from '../codecs/link/ipv4.js';
import { encodePdcpLteFraming, PDCP_LTE_CHANNEL } from '../codecs/link/pdcp-lte-framing.js';
import { encodeUdp } from '../codecs/link/udp.js';
import type { Tap } from './tap.js';

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
export type UuTap = (message: SrbMessage, deliver: () => void, comments: readonly string[]) => void;

/** LINKTYPE_RAW: IP without a link layer. */
export const LINKTYPE_RAW = 101;
/** Recognised by its signature at any port. */
const PDCP_PORT = 9999;
const SN_BITS = 5;
const SRB1 = 1;

/** 10.0.0.0/8 and the UE's number; the eNB is 10.255.255.254. */
const ueAddress = (number: number): Uint8Array => Uint8Array.of(10, number >> 16, number >> 8, number);
const ENB_ADDRESS = /* @__PURE__ */ Uint8Array.of(10, 255, 255, 254);

const gsmtapOf = ({ isUplink, rrc }: SrbMessage): Uint8Array =>
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
    payload: rrc,
  });

const pdcpFrameOf = ({ isUplink, pdu, keyRow }: SrbMessage): Uint8Array =>
  encodePdcpLteFraming({
    noHeader: false,
    plane: 'signalling',
    rohcCompression: false,
    tags: [
      { tag: 'sequenceNumberLength', value: SN_BITS },
      { tag: 'direction', value: isUplink ? 0 : 1 },
      { tag: 'logicalChannelType', value: PDCP_LTE_CHANNEL.dcch },
      { tag: 'channelId', value: SRB1 },
      { tag: 'ueId', value: keyRow & 0xffff },
    ],
    payload: pdu,
  });

/**
 * The view of one UE's SRB1 in a capture of raw IP: UDP between addresses that tell UEs apart.
 * @param number of the UE, from 1
 */
export function createUuTap(tap: Tap, framing: UuFraming, number: number): UuTap {
  const ue = ueAddress(number);
  let identification = 0;
  return (message, deliver, comments) => {
    const source = message.isUplink ? ue : ENB_ADDRESS;
    const destination = message.isUplink ? ENB_ADDRESS : ue;
    const port = framing === 'gsmtap' ? GSMTAP_PORT : PDCP_PORT;
    const payload = framing === 'gsmtap' ? gsmtapOf(message) : pdcpFrameOf(message);
    const datagram = encodeIpv4({
      dscp: 0,
      ecn: 0,
      identification: identification++ & 0xffff,
      dontFragment: true,
      moreFragments: false,
      fragmentOffset: 0,
      timeToLive: 64,
      protocol: IP_PROTOCOL.udp,
      source,
      destination,
      payload: encodeUdp({ sourcePort: port, destinationPort: port, payload }, { source, destination }),
    });
    tap.observe(datagram, deliver, comments);
  };
}
