import { encodeIpv4, IP_PROTOCOL } from '../../../src/codecs/link/ipv4.js';
import {
  encodeSctp,
  SCTP_DATA_FLAG,
  type SctpChunk,
  XWAP_PORT,
  XWAP_PPID,
} from '../../../src/codecs/link/sctp.js';
import { encodeXwap, type XwAPPDU } from '../../../src/codecs/xwap/index.js';
import { newIp } from '../../../src/validate/ip/index.js';
import type { LteEvent } from '../../../src/validate/lte-events.js';
import { newXw, type XwContext } from '../../../src/validate/xw/index.js';

export const RAW = 101;
const ENB = Uint8Array.of(192, 0, 2, 1);
const WT = Uint8Array.of(192, 0, 2, 65);

const tagOf = (enb: Uint8Array, wt: Uint8Array): number =>
  (1 + 2 * ((enb.at(-1)! - 1) * 256 + wt.at(-1)! - 65)) >>> 0;

/**
 * A packet of SCTP from the eNB or from the WT, behind no link layer.
 * @param tag of the association, which the addresses need not tell
 */
export const sctp = (
  from: 'enb' | 'wt',
  chunks: readonly SctpChunk[],
  { port = XWAP_PORT, enb = ENB, wt = WT, tag = tagOf(enb, wt) } = {},
): Uint8Array =>
  encodeIpv4({
    dontFragment: true,
    protocol: IP_PROTOCOL.sctp,
    source: from === 'enb' ? enb : wt,
    destination: from === 'enb' ? wt : enb,
    payload: encodeSctp({
      sourcePort: port,
      destinationPort: port,
      verificationTag: from === 'enb' ? tag : tag + 1,
      chunks,
    }),
  });

export const WHOLE = SCTP_DATA_FLAG.beginning | SCTP_DATA_FLAG.ending;

/** A DATA chunk. */
export const data = (tsn: number, userData: Uint8Array, flags: number = WHOLE, stream = 1): SctpChunk => ({
  chunk: 'DATA',
  flags,
  tsn: tsn >>> 0,
  streamIdentifier: stream,
  streamSequenceNumber: 0,
  payloadProtocolIdentifier: XWAP_PPID,
  userData,
});

export const pdu = (tsn: number, value: XwAPPDU): SctpChunk => data(tsn, encodeXwap(value));

export const init = (chunk: 'INIT' | 'INIT ACK', initiateTag: number, initialTsn = 1): SctpChunk => ({
  chunk,
  initiateTag,
  advertisedReceiverWindowCredit: 1,
  numberOfOutboundStreams: 2,
  numberOfInboundStreams: 2,
  initialTsn,
  parameters: [],
});
export const sack = (
  cumulativeTsnAck: number,
  gapAckBlocks: { start: number; end: number }[] = [],
): SctpChunk => ({
  chunk: 'SACK',
  cumulativeTsnAck,
  advertisedReceiverWindowCredit: 1,
  gapAckBlocks,
  duplicateTsns: [],
});
export const echo: SctpChunk = { chunk: 'COOKIE ECHO', cookie: Uint8Array.of(1) };
export const echoed: SctpChunk = { chunk: 'COOKIE ACK' };

/** A field of a list of IEs. */
type Field = { readonly id: number; readonly criticality: string };
/** The octets of a PDU whose list of IEs is another. */
export const withIes = (value: XwAPPDU, change: (ies: readonly Field[]) => readonly Field[]): Uint8Array => {
  const copy = structuredClone(value) as unknown as {
    value: { value: { value: { protocolIEs: readonly Field[] } } };
  };
  copy.value.value.value.protocolIEs = change(copy.value.value.value.protocolIEs);
  return encodeXwap(copy as unknown as XwAPPDU);
};

/** An event, and the context that it is of. */
export interface Said {
  readonly context: XwContext;
  readonly event: LteEvent;
}

/** What the tracker says of packets, one a millisecond; the last one is followed by the end. */
export function followXw(packets: readonly Uint8Array[]): readonly Said[] {
  const said: Said[] = [];
  const xw = newXw((context, event) => said.push({ context, event }));
  const ip = newIp();
  packets.forEach((bytes, i) => {
    const time = BigInt(i) * 1_000_000n;
    const datagram = ip.datagram(RAW, bytes, time);
    if (datagram !== undefined) xw.datagram(datagram, { frame: i + 1, time });
  });
  xw.end({ frame: packets.length, time: BigInt(packets.length) * 1_000_000n });
  return said;
}

export const eventsOf = <K extends LteEvent['kind']>(
  said: readonly Said[],
  kind: K,
): readonly Extract<LteEvent, { kind: K }>[] =>
  said.flatMap(({ event }) => (event.kind === kind ? [event as Extract<LteEvent, { kind: K }>] : []));
