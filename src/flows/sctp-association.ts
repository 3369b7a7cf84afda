import { IP_PROTOCOL } from '../codecs/link/ipv4.js';
import { get32 } from '../codecs/link/octets.js';
import {
  decodeSctp,
  encodeSctp,
  SCTP_PARAMETER,
  type SctpChunk,
  verifySctpChecksum,
  XWAP_PORT,
  XWAP_PPID,
} from '../codecs/link/sctp.js';
import { createAlarm } from './alarm.js';
import { type Clock, MILLISECOND, SECOND } from './engine.js';
import { FRAME_PAYLOAD, ipv4Framer, ipv4PayloadOf, type NodeAddress } from './ip-node.js';
import { ifDecodable } from './key-frame.js';
import type { LinkEnd } from './link.js';
import type { Numbers } from './random.js';
import {
  type ChunkReceiver,
  hasOnlyDataAndSack,
  packetLength,
  readPacket,
  type SctpData,
  type SctpSack,
  writePacket,
} from './sctp-packet.js';

/** One end of an SCTP association, over a link that carries Ethernet frames. */
export interface SctpEnd {
  /** Sets the association up; the other end answers. */
  connect(): void;
  /** Sends a user message in order on `stream`; before the association is there it waits. */
  send(stream: number, message: Uint8Array): void;
  /** Takes each user message once, in the order in which they were sent. */
  receive: (message: Uint8Array) => void;
  /** Told once when the association is there. */
  connected: () => void;
}

/** RTO.Initial, RTO.Min and RTO.Max, and the longest delay of a SACK (RFC 9260, 16 and 6.2). */
const RTO = SECOND;
const RTO_MAX = 60 * SECOND;
const SACK_DELAY = 200 * MILLISECOND;
const RECEIVER_WINDOW = 0x10000;
/** One pair for procedures that concern no UE, one for those that do (TS 36.462, 7). */
const STREAMS = 2;
const COOKIE_LENGTH = 32;
/** Octets of the header that every packet has. */
const COMMON_HEADER = 12;
/** Where the verification tag is in it. */
const TAG_AT = 4;

/** Where TSN `a` is from `b` on, in serial number arithmetic (RFC 9260, 1.6). */
const distance = (a: number, b: number): number => (a - b) | 0;
const next = (tsn: number): number => (tsn + 1) >>> 0;

const NOTHING: readonly number[] = [];
type State = 'closed' | 'cookie wait' | 'cookie echoed' | 'established';

/**
 * An end of an association with one path and messages of one chunk: set-up, in-order delivery, delayed SACK and
 * retransmission on time-out (RFC 9260, 5.1, 6.2 and 6.3). It leaves out congestion control: signalling never fills the
 * window.
 */
export function createSctpEnd(options: {
  readonly clock: Clock;
  readonly numbers: Numbers;
  readonly link: LinkEnd;
  readonly own: NodeAddress;
  readonly peer: NodeAddress;
}): SctpEnd {
  const { clock, numbers, link, own, peer } = options;
  const frame = ipv4Framer(own, peer, IP_PROTOCOL.sctp);
  const ownTag = (get32(numbers.octets(4), 0) | 1) >>> 0;
  const initialTsn = get32(numbers.octets(4), 0);
  const cookie = numbers.octets(COOKIE_LENGTH);
  let peerTag = 0;
  let state: State = 'closed';
  let nextTsn = initialTsn;
  /** By stream. */
  const sequenceNumbers: number[] = [];
  /** Sent and not acknowledged, in the order of TSNs. */
  const outstanding: SctpData[] = [];
  /** The last TSN up to which everything has arrived, and what arrived behind a gap. */
  let received = 0;
  const ahead = new Map<number, Uint8Array>();
  let duplicates: readonly number[] = NOTHING;
  let unacknowledged = 0;
  let identification = 0;
  let rto = RTO;
  let peerCookie = new Uint8Array(0);

  const transmit = (verificationTag: number, chunk: SctpChunk): void => {
    const packet = encodeSctp({
      sourcePort: XWAP_PORT,
      destinationPort: XWAP_PORT,
      verificationTag,
      chunks: [chunk],
    });
    const bytes = frame(identification++, packet.length);
    bytes.set(packet, FRAME_PAYLOAD);
    link.send(bytes);
  };

  const transmitData = (sack: SctpSack | undefined, data: SctpData | undefined): void => {
    const bytes = frame(identification++, packetLength(sack, data));
    writePacket(bytes, FRAME_PAYLOAD, peerTag, sack, data);
    link.send(bytes);
  };

  const init = (chunk: 'INIT' | 'INIT ACK', parameters: readonly { type: number; value: Uint8Array }[]) =>
    ({
      chunk,
      initiateTag: ownTag,
      advertisedReceiverWindowCredit: RECEIVER_WINDOW,
      numberOfOutboundStreams: STREAMS,
      numberOfInboundStreams: STREAMS,
      initialTsn,
      parameters,
    }) as const;

  /** Starts the timer of what has to be answered; on expiry it is sent once more, and twice as long is waited. */
  const expectAnswer = (): void => retransmission.set(rto);
  const retransmission = createAlarm(clock, () => {
    rto = Math.min(2 * rto, RTO_MAX);
    if (state === 'cookie wait') transmit(0, init('INIT', []));
    else if (state === 'cookie echoed') transmit(peerTag, { chunk: 'COOKIE ECHO', cookie: peerCookie });
    else for (const data of outstanding) transmitData(undefined, data);
    expectAnswer();
  });

  const answered = (): void => {
    retransmission.clear();
    rto = RTO;
  };

  /** The first and the last of each run of TSNs behind a gap, as offsets from the last TSN before it. */
  const gapsAhead = (): readonly number[] => {
    if (ahead.size === 0) return NOTHING;
    const gaps: number[] = [];
    const offsets = [...ahead.keys()].map(tsn => distance(tsn, received)).sort((a, b) => a - b);
    for (const offset of offsets) {
      if (gaps.at(-1) === offset - 1) gaps[gaps.length - 1] = offset;
      else gaps.push(offset, offset);
    }
    return gaps;
  };

  const sack = (): SctpSack => {
    delayedSack.clear();
    unacknowledged = 0;
    const given = duplicates;
    duplicates = NOTHING;
    return { cumulativeTsnAck: received, window: RECEIVER_WINDOW, gaps: gapsAhead(), duplicates: given };
  };

  const delayedSack = createAlarm(clock, () => transmitData(sack(), undefined));

  const sendData = (data: SctpData): void => {
    transmitData(unacknowledged > 0 ? sack() : undefined, data);
    if (!retransmission.isSet) expectAnswer();
  };

  const establish = (): void => {
    answered();
    state = 'established';
    for (const data of outstanding) sendData(data);
    end.connected();
  };

  /** Sends a SACK at once for every second packet, and where something is missing or came twice (6.2 and 6.7). */
  const acknowledge = (): void => {
    if (unacknowledged === 0) return;
    if (unacknowledged > 1 || ahead.size > 0 || duplicates.length > 0) transmitData(sack(), undefined);
    else if (!delayedSack.isSet) delayedSack.set(SACK_DELAY);
  };

  const receiveOutOfOrder = (tsn: number, message: Uint8Array): void => {
    if (distance(tsn, received) <= 0 || ahead.has(tsn)) duplicates = [...duplicates, tsn];
    else ahead.set(tsn, message);
    const arrived: Uint8Array[] = [];
    for (let following = next(received); ahead.has(following); following = next(following)) {
      arrived.push(ahead.get(following)!);
      ahead.delete(following);
      received = following;
    }
    for (const one of arrived) end.receive(one);
  };

  const chunks: ChunkReceiver = {
    arrived(tsn, protocol, message) {
      if (protocol !== XWAP_PPID) return;
      unacknowledged++;
      if (ahead.size === 0 && tsn === next(received)) {
        received = tsn;
        end.receive(message);
      } else receiveOutOfOrder(tsn, message);
      acknowledge();
    },
    sacked(cumulativeTsnAck) {
      let count = 0;
      while (count < outstanding.length && distance(outstanding[count]!.tsn, cumulativeTsnAck) <= 0) count++;
      if (count === 0) return;
      for (; count > 0; count--) outstanding.shift();
      answered();
      if (outstanding.length > 0) expectAnswer();
    },
  };

  const receiveChunk = (chunk: SctpChunk): void => {
    switch (chunk.chunk) {
      case 'INIT':
        // A copy that comes late is answered, and changes nothing (5.2.2).
        if (state === 'closed') {
          peerTag = chunk.initiateTag;
          received = (chunk.initialTsn - 1) >>> 0;
        }
        transmit(chunk.initiateTag, init('INIT ACK', [{ type: SCTP_PARAMETER.stateCookie, value: cookie }]));
        return;
      case 'INIT ACK': {
        if (state !== 'cookie wait') return;
        peerTag = chunk.initiateTag;
        received = (chunk.initialTsn - 1) >>> 0;
        const given = chunk.parameters.find(({ type }) => type === SCTP_PARAMETER.stateCookie);
        if (given === undefined) return;
        peerCookie = given.value.slice();
        state = 'cookie echoed';
        answered();
        transmit(peerTag, { chunk: 'COOKIE ECHO', cookie: peerCookie });
        expectAnswer();
        return;
      }
      case 'COOKIE ECHO':
        transmit(peerTag, { chunk: 'COOKIE ACK' });
        if (state === 'closed') establish();
        return;
      case 'COOKIE ACK':
        if (state === 'cookie echoed') establish();
        return;
      case 'DATA':
        chunks.arrived(chunk.tsn, chunk.payloadProtocolIdentifier, chunk.userData);
        return;
      case 'SACK':
        chunks.sacked(chunk.cumulativeTsnAck);
    }
  };

  const receive = (bytes: Uint8Array): void => {
    const packet = ipv4PayloadOf(bytes);
    if (packet === undefined || packet.length < COMMON_HEADER || verifySctpChecksum(packet) !== 'good')
      return;
    const verificationTag = get32(packet, TAG_AT);
    if (hasOnlyDataAndSack(packet)) {
      if (verificationTag === ownTag) readPacket(packet, chunks);
      return;
    }
    const decoded = ifDecodable(() => decodeSctp(packet));
    if (decoded === undefined) return;
    // Every packet but the first one bears the tag that its receiver chose (8.5).
    if (verificationTag !== (decoded.chunks[0]?.chunk === 'INIT' ? 0 : ownTag)) return;
    for (const chunk of decoded.chunks) receiveChunk(chunk);
  };
  link.receiver = { receive };

  const end: SctpEnd = {
    connect() {
      state = 'cookie wait';
      transmit(0, init('INIT', []));
      expectAnswer();
    },
    send(stream, message) {
      const sequenceNumber = sequenceNumbers[stream] ?? 0;
      sequenceNumbers[stream] = (sequenceNumber + 1) & 0xffff;
      const data: SctpData = { tsn: nextTsn, stream, sequenceNumber, message };
      nextTsn = next(nextTsn);
      outstanding.push(data);
      if (state === 'established') sendData(data);
    },
    receive: () => {},
    connected: () => {},
  };
  return end;
}
