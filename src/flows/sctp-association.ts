import { decodeEthernet } from '../codecs/link/ethernet.js';
import { decodeIpv4, IP_PROTOCOL } from '../codecs/link/ipv4.js';
import {
  decodeSctp,
  encodeSctp,
  SCTP_DATA_FLAG,
  SCTP_PARAMETER,
  type Sctp,
  type SctpChunk,
  verifySctpChecksum,
  XWAP_PORT,
  XWAP_PPID,
} from '../codecs/link/sctp.js';
import { type Clock, MILLISECOND, SECOND, type Timer } from './engine.js';
import { ipv4Frame, type NodeAddress } from './ip-node.js';
import { ifDecodable } from './key-frame.js';
import type { LinkEnd } from './link.js';
import type { Random } from './random.js';

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
const WHOLE_MESSAGE = SCTP_DATA_FLAG.beginning | SCTP_DATA_FLAG.ending;
const COOKIE_LENGTH = 32;

/** Where TSN `a` is from `b` on, in serial number arithmetic (RFC 9260, 1.6). */
const distance = (a: number, b: number): number => (a - b) | 0;
const next = (tsn: number): number => (tsn + 1) >>> 0;

type DataChunk = Extract<SctpChunk, { chunk: 'DATA' }>;
type State = 'closed' | 'cookie wait' | 'cookie echoed' | 'established';

/**
 * An end of an association with one path and messages of one chunk: set-up, in-order delivery, delayed SACK and
 * retransmission on time-out (RFC 9260, 5.1, 6.2 and 6.3). It leaves out congestion control: signalling never fills the
 * window.
 */
export function createSctpEnd(options: {
  readonly clock: Clock;
  readonly random: Random;
  readonly link: LinkEnd;
  readonly own: NodeAddress;
  readonly peer: NodeAddress;
}): SctpEnd {
  const { clock, random, link, own, peer } = options;
  const tagOf = (octets: Uint8Array): number => new DataView(octets.buffer, octets.byteOffset).getUint32(0);
  const ownTag = (tagOf(random.octets(4)) | 1) >>> 0;
  const initialTsn = tagOf(random.octets(4));
  const cookie = random.octets(COOKIE_LENGTH);
  let peerTag = 0;
  let state: State = 'closed';
  let nextTsn = initialTsn;
  const sequenceNumbers = new Map<number, number>();
  /** Sent and not acknowledged, in the order of TSNs. */
  let outstanding: DataChunk[] = [];
  /** The last TSN up to which everything has arrived, and what arrived behind a gap. */
  let received = 0;
  const ahead = new Map<number, Uint8Array>();
  let duplicates: number[] = [];
  let unacknowledged = 0;
  let sackTimer: Timer | undefined;
  let identification = 0;
  let rto = RTO;
  let retransmission: Timer | undefined;
  let peerCookie = new Uint8Array(0);

  const transmit = (verificationTag: number, chunks: readonly SctpChunk[]): void => {
    const packet: Sctp = {
      sourcePort: XWAP_PORT,
      destinationPort: XWAP_PORT,
      verificationTag,
      chunks,
    };
    const payload = encodeSctp(packet);
    const protocol = IP_PROTOCOL.sctp;
    link.send(ipv4Frame(own, peer, { protocol, identification: identification++, payload }));
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
  const expectAnswer = (): void => {
    retransmission?.cancel();
    retransmission = clock.after(rto, () => {
      rto = Math.min(2 * rto, RTO_MAX);
      retransmission = undefined;
      if (state === 'cookie wait') transmit(0, [init('INIT', [])]);
      else if (state === 'cookie echoed') transmit(peerTag, [{ chunk: 'COOKIE ECHO', cookie: peerCookie }]);
      else for (const data of outstanding) transmit(peerTag, [data]);
      expectAnswer();
    });
  };

  const answered = (): void => {
    retransmission?.cancel();
    retransmission = undefined;
    rto = RTO;
  };

  const sack = (): SctpChunk => {
    sackTimer?.cancel();
    sackTimer = undefined;
    unacknowledged = 0;
    const offsets = [...ahead.keys()].map(tsn => distance(tsn, received)).sort((a, b) => a - b);
    const gapAckBlocks: { start: number; end: number }[] = [];
    for (const offset of offsets) {
      const last = gapAckBlocks.at(-1);
      if (last !== undefined && last.end === offset - 1) last.end = offset;
      else gapAckBlocks.push({ start: offset, end: offset });
    }
    const duplicateTsns = duplicates;
    duplicates = [];
    return {
      chunk: 'SACK',
      cumulativeTsnAck: received,
      advertisedReceiverWindowCredit: RECEIVER_WINDOW,
      gapAckBlocks,
      duplicateTsns,
    };
  };

  const sendData = (data: DataChunk): void => {
    transmit(peerTag, unacknowledged > 0 ? [sack(), data] : [data]);
    if (retransmission === undefined) expectAnswer();
  };

  const establish = (): void => {
    answered();
    state = 'established';
    for (const data of outstanding) sendData(data);
    end.connected();
  };

  const receiveData = ({ tsn, userData, payloadProtocolIdentifier }: DataChunk): void => {
    if (payloadProtocolIdentifier !== XWAP_PPID) return;
    const offset = distance(tsn, received);
    unacknowledged++;
    if (offset <= 0 || ahead.has(tsn)) duplicates.push(tsn);
    else ahead.set(tsn, userData);
    const arrived: Uint8Array[] = [];
    for (let following = next(received); ahead.has(following); following = next(following)) {
      arrived.push(ahead.get(following)!);
      ahead.delete(following);
      received = following;
    }
    for (const message of arrived) end.receive(message);
    // At once for every second packet, and where something is missing or came twice (6.2 and 6.7).
    if (unacknowledged === 0) return;
    if (unacknowledged > 1 || ahead.size > 0 || duplicates.length > 0) transmit(peerTag, [sack()]);
    else sackTimer ??= clock.after(SACK_DELAY, () => transmit(peerTag, [sack()]));
  };

  const receiveChunk = (chunk: SctpChunk): void => {
    switch (chunk.chunk) {
      case 'INIT':
        peerTag = chunk.initiateTag;
        received = (chunk.initialTsn - 1) >>> 0;
        transmit(peerTag, [init('INIT ACK', [{ type: SCTP_PARAMETER.stateCookie, value: cookie }])]);
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
        transmit(peerTag, [{ chunk: 'COOKIE ECHO', cookie: peerCookie }]);
        expectAnswer();
        return;
      }
      case 'COOKIE ECHO':
        transmit(peerTag, [{ chunk: 'COOKIE ACK' }]);
        if (state === 'closed') establish();
        return;
      case 'COOKIE ACK':
        if (state === 'cookie echoed') establish();
        return;
      case 'DATA':
        receiveData(chunk);
        return;
      case 'SACK': {
        const left = outstanding.filter(({ tsn }) => distance(tsn, chunk.cumulativeTsnAck) > 0);
        if (left.length === outstanding.length) return;
        outstanding = left;
        answered();
        if (left.length > 0) expectAnswer();
      }
    }
  };

  link.receive = frame => {
    const packet = ifDecodable(() => {
      const { payload } = decodeIpv4(decodeEthernet(frame).payload);
      return verifySctpChecksum(payload) === 'good' ? decodeSctp(payload) : undefined;
    });
    if (packet === undefined) return;
    const isInit = packet.chunks[0]?.chunk === 'INIT';
    // Every packet but the first one bears the tag that its receiver chose (8.5).
    if (packet.verificationTag !== (isInit ? 0 : ownTag)) return;
    for (const chunk of packet.chunks) receiveChunk(chunk);
  };

  const end: SctpEnd = {
    connect() {
      state = 'cookie wait';
      transmit(0, [init('INIT', [])]);
      expectAnswer();
    },
    send(stream, message) {
      const streamSequenceNumber = sequenceNumbers.get(stream) ?? 0;
      sequenceNumbers.set(stream, (streamSequenceNumber + 1) & 0xffff);
      const data: DataChunk = {
        chunk: 'DATA',
        flags: WHOLE_MESSAGE,
        tsn: nextTsn,
        streamIdentifier: stream,
        streamSequenceNumber,
        payloadProtocolIdentifier: XWAP_PPID,
        userData: message,
      };
      nextTsn = next(nextTsn);
      outstanding.push(data);
      if (state === 'established') sendData(data);
    },
    receive: () => {},
    connected: () => {},
  };
  return end;
}
