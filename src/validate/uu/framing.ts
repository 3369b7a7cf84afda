import { toHex } from '../../codecs/hex.js';
import { get16 } from '../../codecs/layout/octets.js';
import type { ChecksumVerdict } from '../../codecs/link/checksum.js';
import {
  decodeGsmtap,
  GSMTAP_LTE_RRC,
  GSMTAP_LTE_RRC_CHANNEL,
  GSMTAP_PORT,
} from '../../codecs/link/gsmtap.js';
import { decodeGsmtapV3, GSMTAP_V3_LTE_RRC, GSMTAP_V3_LTE_RRC_CHANNEL } from '../../codecs/link/gsmtap-v3.js';
import { IP_PROTOCOL } from '../../codecs/link/ipv4.js';
import {
  decodePdcpLteFraming,
  isPdcpLteFraming,
  PDCP_LTE_CHANNEL,
  type PdcpLteTagName,
} from '../../codecs/link/pdcp-lte-framing.js';
import { decodeUdp, verifyUdpChecksum } from '../../codecs/link/udp.js';
import type { Datagram } from '../ip/index.js';

/** A message of a signalling radio bearer, as a capture frames it. */
export type UuPdu = {
  /** The two ends, whichever sends: what tells UEs apart where they have addresses of their own. */
  readonly ends: string;
  readonly isUplink: boolean;
  /** Its UDP checksum is wrong in an altered packet, and in all of a sender that computes none. */
  readonly checksum: ChecksumVerdict;
} & (
  | {
      readonly framing: 'gsmtap';
      readonly rrc: Uint8Array;
      /** All of the packet, with the header of GSMTAP. */
      readonly packet: Uint8Array;
    }
  | {
      readonly framing: 'pdcp';
      readonly pdu: Uint8Array;
      /** BEARER, 0 for SRB1 and 1 for SRB2. */
      readonly bearer: 0 | 1;
      readonly ueId: number;
    }
);

const SRB1 = 1;
const SRB2 = 2;
const UDP_HEADER = 8;
/** Where it has the checksum. */
const CHECKSUM = 6;
const ALL_ONES = 0xffff;

const ends = ({ source, destination }: Datagram, sourcePort: number, destinationPort: number): string => {
  const [from, to] = [`${toHex(source)} ${sourcePort}`, `${toHex(destination)} ${destinationPort}`];
  return from <= to ? `${from} ${to}` : `${to} ${from}`;
};

type Content = UuPdu extends infer P ? (P extends UuPdu ? Omit<P, 'ends' | 'checksum'> : never) : never;

/** RRC over GSMTAP on a dedicated channel (libosmocore, gsmtap.h and gsmtapv3.h). */
function gsmtapContent(payload: Uint8Array): Content | undefined {
  const isV3 = payload[0] === 3;
  const { value, error } = isV3
    ? decodeGsmtapV3(payload, { lax: true })
    : decodeGsmtap(payload, { lax: true });
  if (error !== undefined || value.type !== (isV3 ? GSMTAP_V3_LTE_RRC : GSMTAP_LTE_RRC)) return undefined;
  const { ulDcch, dlDcch } = isV3 ? GSMTAP_V3_LTE_RRC_CHANNEL : GSMTAP_LTE_RRC_CHANNEL;
  const isUplink = value.subType === ulDcch;
  if (!isUplink && value.subType !== dlDcch) return undefined;
  return { framing: 'gsmtap', isUplink, rrc: value.payload, packet: payload };
}

/** A PDCP PDU of SRB1 or SRB2 in the framing of Wireshark (packet-pdcp-lte.h). */
function pdcpContent(payload: Uint8Array): Content | undefined {
  const { value, error } = decodePdcpLteFraming(payload, { lax: true });
  if (error !== undefined || value.plane !== 'signalling' || value.noHeader) return undefined;
  const tag = (name: PdcpLteTagName, otherwise: number): number =>
    value.tags.find(one => one.tag === name)?.value ?? otherwise;
  const srb = tag('channelId', SRB1);
  if (tag('logicalChannelType', PDCP_LTE_CHANNEL.dcch) !== PDCP_LTE_CHANNEL.dcch) return undefined;
  if (srb !== SRB1 && srb !== SRB2) return undefined;
  return {
    framing: 'pdcp',
    isUplink: tag('direction', 0) === 0,
    pdu: value.payload,
    bearer: srb === SRB1 ? 0 : 1,
    ueId: tag('ueId', 0),
  };
}

/** The message of a signalling radio bearer in a datagram; undefined where it holds none, or not all of it. */
export function uuPduOf(datagram: Datagram): UuPdu | undefined {
  const { payload: packet, protocol, source, destination } = datagram;
  if (protocol !== IP_PROTOCOL.udp || packet.length < UDP_HEADER) return undefined;
  const { sourcePort, destinationPort, payload } = decodeUdp(packet, { lax: true }).value;
  if (payload === undefined || sourcePort === undefined || destinationPort === undefined) return undefined;
  const isGsmtap = sourcePort === GSMTAP_PORT || destinationPort === GSMTAP_PORT;
  if (!isGsmtap && !isPdcpLteFraming(payload)) return undefined;
  const content = isGsmtap ? gsmtapContent(payload) : pdcpContent(payload);
  if (content === undefined) return undefined;
  const verdict = verifyUdpChecksum(packet.subarray(0, UDP_HEADER + payload.length), { source, destination });
  return {
    ...content,
    ends: ends(datagram, sourcePort, destinationPort),
    // SCAT writes that into all packets: in one of 65 536 it is right, and tells nothing of the others.
    checksum: verdict === 'good' && get16(packet, CHECKSUM) === ALL_ONES ? 'absent' : verdict,
  };
}
