import { get32 } from '../../codecs/layout/octets.js';
import { IP_PROTOCOL } from '../../codecs/link/ipv4.js';
import {
  decodeSctp,
  encodeSctp,
  SCTP_PARAMETER,
  type SctpChunk,
  verifySctpChecksum,
  XWAP_PORT,
  XWAP_PPID,
} from '../../codecs/link/sctp.js';
import { createAlarm } from '../engine/alarm.js';
import { type Clock, MILLISECOND } from '../engine/engine.js';
import { ifDecodable } from '../engine/if-decodable.js';
import type { LinkEnd } from '../engine/link.js';
import type { Numbers } from '../engine/random.js';
import { FRAME_PAYLOAD, ipv4Framer, ipv4PayloadOf, type NodeAddress } from '../ip/ipv4.js';
import { answerOutOfTheBlue, isAbort, MAX_RETRANS_ABORT, REFLECTED_ABORT } from './abort.js';
import { createArrivals } from './arrivals.js';
import { createCookies, newTag } from './cookies.js';
import type { SctpEnd } from './end.js';
import { createHeartbeat } from './heartbeat.js';
import { initChunk } from './init.js';
import {
  type ChunkReceiver,
  hasOnlyDataAndSack,
  packetLength,
  RECEIVER_ROOM,
  readPacket,
  ridesAlong,
  type SctpData,
  type SctpSack,
  writePacket,
} from './packet.js';
import { createSendQueue } from './retransmission.js';
import { createRetransmissionTimeout } from './rto.js';

/** The longest delay of a SACK (RFC 9260, 6.2). */
const SACK_DELAY = 200 * MILLISECOND;
/** How often what gets no answer is sent again (16). */
const MAX_INIT_RETRANSMITS = 8;
const ASSOCIATION_MAX_RETRANS = 10;
/** Octets of the header that every packet has. */
const COMMON_HEADER = 12;
/** Where the verification tag is in it. */
const TAG_AT = 4;

const NO_DATA: readonly SctpData[] = [];
type Init = Extract<SctpChunk, { chunk: 'INIT' }>;
type State = 'closed' | 'cookie wait' | 'cookie echoed' | 'established';

/**
 * An end of an association with one path: set-up, in-order delivery, fragments, delayed SACK, retransmission on
 * time-out and after SACKs that tell of a gap, heartbeats (RFC 9260, 5, 6.2, 6.3, 6.9, 7.2.4 and 8.3). It ends with ABORT: that of
 * the other end, or its own where no answer comes for too long (8.1 and 9.1).
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
  let ownTag = newTag(numbers);
  let initialTsn = get32(numbers.octets(4), 0);
  const cookies = createCookies(numbers);
  let hasOffered = false;
  /** 0 while it is not known. */
  let peerTag = 0;
  let state: State = 'closed';
  /** By stream. */
  const sequenceNumbers: number[] = [];
  let queue = createSendQueue(initialTsn);
  const arrivals = createArrivals();
  /** Packets with DATA that no SACK has answered, and whether the one that is being read is among them. */
  let unacknowledged = 0;
  let isCounted = false;
  let identification = 0;
  const rto = createRetransmissionTimeout();
  /** How often the timer has expired since the last answer. */
  let expirations = 0;
  /** When T1 was started. */
  let askedAt = 0;
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

  const transmitData = (sack: SctpSack | undefined, data: readonly SctpData[]): void => {
    if (data.length > 0) heartbeat.sent();
    const bytes = frame(identification++, packetLength(sack, data));
    writePacket(bytes, FRAME_PAYLOAD, peerTag, sack, data);
    link.send(bytes);
  };

  /** Starts the timer of what has to be answered; on expiry it is sent once more, and twice as long is waited. */
  const expectAnswer = (): void => retransmission.set(rto.now());
  const retransmission = createAlarm(clock, () => {
    const most = state === 'established' ? ASSOCIATION_MAX_RETRANS : MAX_INIT_RETRANSMITS;
    if (++expirations > most) return giveUp();
    rto.double();
    if (state === 'cookie wait') transmit(0, initChunk('INIT', ownTag, initialTsn));
    else if (state === 'cookie echoed') transmit(peerTag, { chunk: 'COOKIE ECHO', cookie: peerCookie });
    else {
      queue.timeOut();
      sendWaiting();
    }
    expectAnswer();
  });

  const giveUp = (): void => {
    if (state === 'established') transmit(peerTag, MAX_RETRANS_ABORT);
    close();
  };

  const heartbeat = createHeartbeat({
    clock,
    numbers,
    rto,
    isWatched: retransmission.isSet,
    send: parameters => transmit(peerTag, { chunk: 'HEARTBEAT', parameters }),
    unanswered() {
      if (++expirations > ASSOCIATION_MAX_RETRANS) giveUp();
      else rto.double();
    },
  });

  /** After an answer RTO stays what it has become by time-outs, unless the answer is to what was sent once (6.3.1, C5). */
  const answered = (roundTrip: number | undefined): void => {
    expirations = 0;
    if (roundTrip !== undefined) rto.measure(roundTrip);
  };

  /** Sends what sets the association up, with T1. */
  const ask = (verificationTag: number, chunk: SctpChunk): void => {
    transmit(verificationTag, chunk);
    askedAt = clock.now;
    expectAnswer();
  };

  const setUpAnswered = (): void => answered(expirations === 0 ? clock.now - askedAt : undefined);

  const sack = (): SctpSack => {
    delayedSack.clear();
    unacknowledged = 0;
    isCounted = false;
    return arrivals.sack(RECEIVER_ROOM);
  };

  const delayedSack = createAlarm(clock, () => transmitData(sack(), NO_DATA));

  /** Sends what may be sent, with a SACK where one is due soon (6.1), and starts the timer if it is not running (6.3.2, R1). */
  const sendWaiting = (): void => {
    for (let data = queue.take(clock.now); data.length > 0; data = queue.take(clock.now)) {
      let due = unacknowledged > 0 ? sack() : undefined;
      if (due !== undefined && !ridesAlong(due, data)) {
        transmitData(due, NO_DATA);
        due = undefined;
      }
      transmitData(due, data);
      if (!retransmission.isSet()) expectAnswer();
    }
  };

  const establish = (): void => {
    retransmission.clear();
    expirations = 0;
    state = 'established';
    heartbeat.begin();
    sendWaiting();
  };

  /** Sends a SACK at once for every second packet, and where something is missing or came twice (6.2 and 6.7). */
  const acknowledge = (): void => {
    if (unacknowledged === 0) return;
    if (unacknowledged > 1 || arrivals.areUrgent()) transmitData(sack(), NO_DATA);
    else if (!delayedSack.isSet()) delayedSack.set(SACK_DELAY);
  };

  const deliver = (message: Uint8Array): void => end.receive(message);

  /** What comes before the association is there is dropped (6). */
  const chunks: ChunkReceiver = {
    arrived(tsn, protocol, flags, octets) {
      if (state !== 'established' || protocol !== XWAP_PPID) return;
      if (!isCounted) unacknowledged++;
      isCounted = true;
      arrivals.add(tsn, flags, octets, deliver);
    },
    sacked(cumulativeTsnAck, gaps, window) {
      if (state !== 'established') return;
      const news = queue.acknowledge(cumulativeTsnAck, gaps, clock.now, window);
      if (news === undefined) {
        // The other end is there, but has no room for what is to find out whether it has (6.1, A).
        if (window === 0) expirations = 0;
        return;
      }
      answered(news.roundTrip);
      if (queue.isEmpty()) retransmission.clear();
      else if (news.restartsTimer) expectAnswer();
    },
  };

  /**
   * While this end sets up an association itself, it offers that one (RFC 9260, 5.2.1); else one of its own, with a new tag. What
   * is there, or is being set up, stays as it is (5.2.2).
   */
  const answerInit = ({
    initiateTag,
    initialTsn: peerInitialTsn,
    advertisedReceiverWindowCredit: peerWindow,
  }: Init): void => {
    // One that is 0 is no tag (3.3.2).
    if (initiateTag === 0) return;
    const isOther = state === 'established' || (state === 'closed' && hasOffered);
    hasOffered = true;
    const isTied = state === 'established' || state === 'cookie echoed';
    const offer = {
      ownTag: isOther ? newTag(numbers) : ownTag,
      peerTag: initiateTag,
      peerInitialTsn,
      peerWindow,
      ownTieTag: isTied ? ownTag : 0,
      peerTieTag: isTied ? peerTag : 0,
    };
    const value = cookies.make(offer);
    transmit(
      initiateTag,
      initChunk('INIT ACK', offer.ownTag, initialTsn, [{ type: SCTP_PARAMETER.stateCookie, value }]),
    );
  };

  /** Forgets the association, as if it had been aborted: the other end has lost it (5.2.4, A). */
  const reset = (): void => {
    retransmission.clear();
    delayedSack.clear();
    heartbeat.stop();
    expirations = 0;
    rto.reset();
    unacknowledged = 0;
    sequenceNumbers.length = 0;
    queue = createSendQueue(initialTsn);
  };

  /** There is no association any more; that of the next set-up has other tags and TSNs. */
  const close = (): void => {
    initialTsn = get32(numbers.octets(4), 0);
    reset();
    ownTag = newTag(numbers);
    peerTag = 0;
    cookies.forget();
    state = 'closed';
    end.lost();
  };

  /**
   * Sets up the association that a cookie stands for (5.1), where there is none, or as Table 12 says (5.2.4).
   * @returns whether it is there; if not, the packet is to be dropped
   */
  const takeCookie = (cookie: Uint8Array, verificationTag: number): boolean => {
    const offer = cookies.find(cookie);
    if (offer === undefined || verificationTag !== offer.ownTag) return false;
    const isOwn = offer.ownTag === ownTag;
    const isPeers = offer.peerTag === peerTag;
    const isRestart = state !== 'closed' && !isOwn;
    if (isRestart) {
      // C: a cookie that was overtaken by another set-up; and one of an association that was not the last one.
      if (isPeers || offer.ownTieTag !== ownTag || offer.peerTieTag !== peerTag) return false;
      // A: the other end has restarted.
      reset();
    }
    // B: the other end began as well, with another tag than it had answered with; D where both tags are known.
    if (!isOwn || !isPeers) {
      ownTag = offer.ownTag;
      peerTag = offer.peerTag;
      arrivals.begin(offer.peerInitialTsn);
      queue.allow(offer.peerWindow);
    }
    transmit(peerTag, { chunk: 'COOKIE ACK' });
    if (state !== 'established' || isRestart) establish();
    return true;
  };

  const receiveChunk = (chunk: SctpChunk): void => {
    switch (chunk.chunk) {
      case 'INIT ACK': {
        if (state !== 'cookie wait') return;
        const given = chunk.parameters.find(({ type }) => type === SCTP_PARAMETER.stateCookie);
        if (given === undefined) return;
        peerTag = chunk.initiateTag;
        arrivals.begin(chunk.initialTsn);
        queue.allow(chunk.advertisedReceiverWindowCredit);
        peerCookie = given.value.slice();
        state = 'cookie echoed';
        setUpAnswered();
        ask(peerTag, { chunk: 'COOKIE ECHO', cookie: peerCookie });
        return;
      }
      case 'COOKIE ACK':
        if (state !== 'cookie echoed') return;
        setUpAnswered();
        establish();
        return;
      case 'HEARTBEAT':
        // Who has the tag has an association, or is about to (8.3).
        if (peerTag !== 0) transmit(peerTag, { chunk: 'HEARTBEAT ACK', parameters: chunk.parameters });
        return;
      case 'HEARTBEAT ACK': {
        const roundTrip = heartbeat.acknowledged(chunk.parameters);
        if (roundTrip !== undefined) answered(roundTrip);
        return;
      }
      case 'DATA':
        chunks.arrived(chunk.tsn, chunk.payloadProtocolIdentifier, chunk.flags ?? 0, chunk.userData);
        return;
      case 'SACK':
        chunks.sacked(
          chunk.cumulativeTsnAck,
          chunk.gapAckBlocks.flatMap(({ start, end }) => [start, end]),
          chunk.advertisedReceiverWindowCredit,
        );
    }
  };

  /** At the end of a packet: what its SACK lets go, and a SACK for its DATA. */
  const answerData = (): void => {
    if (state !== 'established') return;
    sendWaiting();
    acknowledge();
  };

  const receive = (bytes: Uint8Array): void => {
    const packet = ipv4PayloadOf(bytes);
    if (packet === undefined || packet.length < COMMON_HEADER || verifySctpChecksum(packet) !== 'good')
      return;
    const verificationTag = get32(packet, TAG_AT);
    if (hasOnlyDataAndSack(packet)) {
      if (state === 'closed') transmit(verificationTag, REFLECTED_ABORT);
      if (verificationTag !== ownTag) return;
      isCounted = false;
      readPacket(packet, chunks);
      answerData();
      return;
    }
    const decoded = ifDecodable(() => decodeSctp(packet));
    if (decoded === undefined) return;
    const [first] = decoded.chunks;
    if (first?.chunk === 'INIT') {
      // It comes alone, and before there is a tag (8.5.1, A; 6.10).
      if (verificationTag === 0 && decoded.chunks.length === 1) answerInit(first);
      return;
    }
    if (state === 'closed' && first?.chunk !== 'COOKIE ECHO') {
      const answer = answerOutOfTheBlue(decoded.chunks);
      if (answer !== undefined) transmit(verificationTag, answer);
      return;
    }
    if (state !== 'closed' && isAbort(decoded, ownTag, peerTag)) {
      close();
      return;
    }
    // Every other packet bears the tag that its receiver chose (8.5), with a cookie the one that was offered with it.
    if (
      first?.chunk === 'COOKIE ECHO' ? !takeCookie(first.cookie, verificationTag) : verificationTag !== ownTag
    )
      return;
    isCounted = false;
    for (const chunk of decoded.chunks) receiveChunk(chunk);
    answerData();
  };
  link.receiver = { receive };

  const end: SctpEnd = {
    connect() {
      state = 'cookie wait';
      ask(0, initChunk('INIT', ownTag, initialTsn));
    },
    send(stream, message) {
      const sequenceNumber = sequenceNumbers[stream] ?? 0;
      queue.add(stream, sequenceNumber, message);
      sequenceNumbers[stream] = (sequenceNumber + 1) & 0xffff;
      if (state === 'established') sendWaiting();
    },
    receive: () => {},
    lost: () => {},
  };
  return end;
}
