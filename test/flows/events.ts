import type { Packet } from '../../src/codecs/capture/packet.js';
import { decodeEthernet } from '../../src/codecs/link/ethernet.js';
import { decodeGsmtap } from '../../src/codecs/link/gsmtap.js';
import { decodeGtpU } from '../../src/codecs/link/gtpu.js';
import { decodeIpv4, IP_PROTOCOL, verifyIpv4Checksum } from '../../src/codecs/link/ipv4.js';
import {
  decodePdcpLteFraming,
  isPdcpLteFraming,
  type PdcpLteTagName,
} from '../../src/codecs/link/pdcp-lte-framing.js';
import { decodeSctp, type SctpChunk, verifySctpChecksum } from '../../src/codecs/link/sctp.js';
import { decodeUdp, verifyUdpChecksum } from '../../src/codecs/link/udp.js';
import { DlDcch, reconfigurationOf, UlDcch, wlanStatusOf } from '../../src/codecs/rrc/index.js';
import { decodeLwaap } from '../../src/codecs/rrc/lwaap.js';
import { decodeXwap, itemsOf, viewXwap } from '../../src/codecs/xwap/index.js';
import { frameOf, type Played } from './play.js';

/** LINKTYPE_ numbers of the interfaces. */
export const LINKTYPE = { uu: 101, xw: 1, wlan: 127 } as const;

/** A PDCP PDU of user data on Uu, which goes in the framing of PDCP whatever RRC does; undefined for another packet. */
export function uuDataOf({ linkType, bytes }: Packet):
  | {
      readonly isUplink: boolean;
      readonly drbId: number;
      readonly snLength: number;
      readonly pdcp: Uint8Array;
    }
  | undefined {
  if (linkType !== LINKTYPE.uu) return undefined;
  const { payload } = decodeUdp(decodeIpv4(bytes).payload);
  if (!isPdcpLteFraming(payload)) return undefined;
  const { plane, tags, payload: pdcp } = decodePdcpLteFraming(payload);
  const value = (name: PdcpLteTagName): number => tags.find(({ tag }) => tag === name)!.value;
  return plane === 'user'
    ? {
        isUplink: value('direction') === 0,
        drbId: value('channelId'),
        snLength: value('sequenceNumberLength'),
        pdcp,
      }
    : undefined;
}

/** Whether a packet shows a message of RRC. */
export const isRrc = (packet: Packet): boolean =>
  packet.linkType === LINKTYPE.uu && uuDataOf(packet) === undefined;

/** The RRC message of a packet of Uu in GSMTAP framing: its name, with what the scenarios turn on. */
export function rrcOf({ bytes }: Packet): string {
  const ip = decodeIpv4(bytes);
  if (verifyIpv4Checksum(bytes) !== 'good' || verifyUdpChecksum(ip.payload, ip) !== 'good')
    throw new Error('a checksum on Uu is wrong');
  const { uplink, payload } = decodeGsmtap(decodeUdp(ip.payload).payload);
  if (!uplink) {
    const { message } = DlDcch.decode(payload);
    const reconfiguration = reconfigurationOf({ message });
    if (reconfiguration === undefined) return message.choice === 'c1' ? message.value.choice : message.choice;
    const name = reconfiguration.ies.mobilityControlInfo === undefined ? 'reconfiguration' : 'handover';
    const { lwa } = reconfiguration;
    if (lwa === undefined) return name;
    if (lwa.choice === 'release') return `${name}, LWA release`;
    return `${name}, WT Counter ${lwa.value['lwa-Config-r13']['lwa-WT-Counter-r13']}`;
  }
  const { message } = UlDcch.decode(payload);
  if (message.choice === 'c1' && message.value.choice === 'ueCapabilityInformation')
    return message.value.choice;
  return wlanStatusOf({ message }) ?? 'complete';
}

const sctpChunksOf = ({ bytes }: Packet): readonly SctpChunk[] => {
  const { protocol, payload } = decodeIpv4(decodeEthernet(bytes).payload);
  if (protocol !== IP_PROTOCOL.sctp) return [];
  if (verifySctpChecksum(payload) !== 'good') throw new Error('a checksum on Xw is wrong');
  return decodeSctp(payload).chunks;
};

/** A G-PDU on Xw. */
export interface GPdu {
  /** From the WT to the eNB. */
  readonly isUplink: boolean;
  /** IPv4 address that it goes to, and the TEID there. */
  readonly to: string;
  readonly teid: number;
  /** The LWAAP PDU, and the PDCP PDU in it. */
  readonly lwaap: Uint8Array;
  readonly pdcp: Uint8Array;
}

/** The G-PDU of a packet; undefined if it has none. @param wt the WT's IPv4 address */
export function gPduOf({ linkType, bytes }: Packet, wt = '192.0.2.65'): GPdu | undefined {
  if (linkType !== LINKTYPE.xw) return undefined;
  const datagram = decodeEthernet(bytes).payload;
  const ip = decodeIpv4(datagram);
  if (ip.protocol !== IP_PROTOCOL.udp) return undefined;
  if (verifyIpv4Checksum(datagram) !== 'good' || verifyUdpChecksum(ip.payload, ip) !== 'good')
    throw new Error('a checksum on Xw-U is wrong');
  const { teid, content } = decodeGtpU(decodeUdp(ip.payload).payload);
  if (content.message !== 'gPdu') return undefined;
  const to = ip.destination.join('.');
  const lwaap = content.payload;
  return { isUplink: to !== wt, to, teid, lwaap, pdcp: decodeLwaap(lwaap).payload };
}

/** The XwAP messages of a packet of Xw. */
export const xwapOf = (packet: Packet) =>
  sctpChunksOf(packet).flatMap(chunk => {
    if (chunk.chunk !== 'DATA') return [];
    const view = viewXwap(decodeXwap(chunk.userData));
    return view.message === null || view.message === 'PrivateMessage' ? [] : [view];
  });

/** A tunnel's end, as GTP-U and XwAP name it: IPv4 address and TEID. */
const tunnelEnd = (address: Uint8Array, teid: Uint8Array): string =>
  `${address.join('.')} ${new DataView(teid.buffer, teid.byteOffset).getUint32(0)}`;

/** The ends of tunnels that the XwAP messages of a packet of Xw name: of an eNB for uplink, of the WT for downlink. */
export function tunnelEndsOf(packet: Packet): {
  readonly enb: readonly string[];
  readonly wt: readonly string[];
} {
  const enb: string[] = [];
  const wt: string[] = [];
  for (const { message, ies } of xwapOf(packet)) {
    if (message === 'WTAdditionRequest')
      for (const { 'eNB-GTPtunnelEndpoint': end } of itemsOf(ies['E-RABs-ToBeAdded-List'] ?? []))
        enb.push(tunnelEnd(end.transportLayerAddress.bytes, end['gTP-TEID']));
    if (message === 'WTAdditionRequestAcknowledge')
      for (const { 'wT-GTPtunnelEndpoint': end } of itemsOf(ies['E-RABs-Admitted-ToBeAdded-List'] ?? []))
        wt.push(tunnelEnd(end.transportLayerAddress.bytes, end['gTP-TEID']));
  }
  return { enb, wt };
}

/** The chunks of a packet of Xw: of DATA chunks the names of their XwAP messages. */
export const chunksOf = (packet: Packet): readonly string[] =>
  sctpChunksOf(packet).map(chunk =>
    chunk.chunk === 'DATA' ? (viewXwap(decodeXwap(chunk.userData)).message ?? 'unknown') : chunk.chunk,
  );

const SILENT = new Set(['beacon', 'ack', 'data', 'probe-request', 'probe-response']);
const SCTP_OWN = new Set(['INIT', 'INIT ACK', 'COOKIE ECHO', 'COOKIE ACK', 'SACK']);

/**
 * What crosses the links after `from` seconds, in order, by name: RRC, XwAP and EAPOL-Key messages, and management frames
 * but those of a scan; repetitions by the 802.11 MAC are left out.
 */
export function eventsOf({ packets, report }: Played, from = 0): readonly string[] {
  const eapol = new Map(
    report.sessions.flatMap(session => session.eapolKeyFrames.map(f => [f.frame, f.message] as const)),
  );
  return packets.flatMap((packet, i) => {
    if (Number(packet.time - packets[0]!.time) / 1e9 < from) return [];
    if (packet.linkType === LINKTYPE.uu) return isRrc(packet) ? [rrcOf(packet)] : [];
    if (packet.linkType === LINKTYPE.xw) return chunksOf(packet).filter(name => !SCTP_OWN.has(name));
    const message = eapol.get(i + 1);
    if (message !== undefined) return [message];
    const frame = frameOf(packet);
    if (SILENT.has(frame.kind) || frame.frameControl.retry) return [];
    return [frame.kind === 'deauthentication' ? `deauthentication ${frame.reasonCode}` : frame.kind];
  });
}

/** Those of `names` among the events, in their order. */
export const only = (events: readonly string[], ...names: readonly string[]): readonly string[] =>
  events.filter(event => names.some(name => event.startsWith(name)));

/** The comments of a capture, in the order of its packets. */
export const commentsOf = ({ packets }: Pick<Played, 'packets'>): readonly string[] =>
  packets.flatMap(({ comments = [] }) => comments);
