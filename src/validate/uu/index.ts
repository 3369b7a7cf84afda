import { crc32 } from '../../codecs/crc32.js';
import { type At, CLOCKS_APART, MILLISECOND } from '../at.js';
import { forgetOldest } from '../bounded.js';
import type { Datagram } from '../ip/index.js';
import type { GapEvent, RrcEvent, RrcTransactionEvent, StatusReportEvent } from '../lte-events.js';
import type { MicVerdict } from '../mic-verdict.js';
import { type UuPdu, uuPduOf } from './framing.js';
import type { KenbRing } from './kenb.js';
import { type KenbChain, type KenbState, newKenbChain } from './kenb-chain.js';
import { endsLwa, mayHandOver, mayHoldLwa, type RrcMessage } from './message.js';
import { isUnprotected, newPdcpEntities, type PdcpEntities } from './pdcp.js';
import { readRrc } from './read-message.js';
import { newTransactions, type Transactions } from './transactions.js';

/** A UE as Uu shows it. */
export interface UuContext {
  readonly chain: KenbChain;
  readonly pdcp: PdcpEntities;
  readonly transactions: Transactions;
  /** The two ends that its packets have now. */
  ends: string;
  /** Whether its packets name the UE by an id; over GSMTAP, several UEs may have the same ends. */
  readonly isNamed: boolean;
  /** Whether LWA has begun, and nothing was seen or missed that may have ended it. */
  hasLwa: boolean;
  /** The latest packets of GSMTAP. */
  latest: readonly Packet[];
  /** By direction, whether a checksum was right: then a wrong one tells an altered packet. */
  readonly hasChecksums: [boolean, boolean];
  lastAt: At | undefined;
}

/** A packet of GSMTAP, to know copies of it by. */
interface Packet {
  readonly print: string;
  /** That of IP. */
  readonly identification: number | undefined;
  readonly time: bigint;
}

/** Whether its sender numbers its packets: others write 0, or, as text2pcap does, the same number into each. */
const isNumbered = ({ print, identification }: Packet, latest: readonly Packet[]): boolean =>
  identification !== undefined &&
  identification !== 0 &&
  latest.every(other => other.print === print || other.identification !== identification);

/** A WT Counter that came to a UE, with the KeNBs that it may have then. */
export interface WtCounterEvent extends At {
  readonly kind: 'wtCounter';
  readonly wtCounter: number;
  /** 6 octets, where the message names the WT. */
  readonly wtMac: Uint8Array | undefined;
  /** Whether LWA begins with it, as far as the capture shows: it names WLANs, and the UE has no LWA yet. */
  readonly setsUpLwa: boolean;
  /** Whether MAC-I shows that the KeNB of the message is among those in `keys`. */
  readonly isVerified: boolean;
  readonly keys: KenbState;
}

/** What Uu shows of a UE. */
export type UuEvent = RrcEvent | RrcTransactionEvent | StatusReportEvent | GapEvent | WtCounterEvent;

/** Follows the RRC of a capture. */
export interface Uu {
  /** Takes a UDP datagram; one that holds no RRC is passed over. */
  datagram(datagram: Datagram, at: At): void;
  /** Ends what is under way. */
  end(at: At): void;
}

/** UEs that are followed at the same time: of more, the one begun first is forgotten. */
const MAX_CONTEXTS = 50_000;
/** UEs that are looked at for where a new UE id belongs. */
const MAX_MOVING = 16;
/**
 * Nanoseconds up to which a packet without an Identification of IP is a copy of one with the same octets. With the same
 * Identification, too, it is one up to {@link CLOCKS_APART}.
 */
const LIKELY_COPY = 300n * MILLISECOND;
const LATEST_KEPT = 8;
/** Messages with which a UE has a KeNB that does not follow from the one before (TS 36.331, 5.3.3, 5.3.4 and 5.3.7). */
const NEW_SECURITY = new Set([
  'rrcConnectionSetupComplete',
  'securityModeCommand',
  'rrcConnectionReestablishmentComplete',
  'rrcConnectionResumeComplete-r13',
]);

/**
 * A UE is told from others by the two ends of its packets, and by the UE id of PDCP; a UE id that follows a handover is
 * another one of the same UE, as the keys of one UE id cannot change in Wireshark's table.
 * @param emit takes what is said of a UE
 */
export function newUu(ring: KenbRing, emit: (context: UuContext, event: UuEvent) => void): Uu {
  const contexts = new Map<string, UuContext>();
  /** UEs of PDCP that are handed over, with no sign of them from the target cell yet, by their ends; and the latest, wherever. */
  const moving = new Map<string, Set<UuContext>>();
  const latestMoving = new Set<UuContext>();
  /** How many UEs have these ends. */
  const contextsWith = new Map<string, number>();
  let latest: At = { frame: 0, time: 0n };

  const setMoving = (context: UuContext, isMoving: boolean): void => {
    latestMoving.delete(context);
    if (isMoving) latestMoving.add(context);
    forgetOldest(latestMoving, MAX_MOVING);
    const others = moving.get(context.ends);
    if (isMoving && others === undefined) moving.set(context.ends, new Set([context]));
    else if (isMoving) others!.add(context);
    else if (others?.delete(context) && others.size === 0) moving.delete(context.ends);
  };

  const close = (context: UuContext, at: At, isNeedless = false): void => {
    setMoving(context, false);
    for (const event of context.transactions.end(at, isNeedless)) emit(context, event);
  };

  const newContext = ({ ends, framing }: UuPdu, kenbs = ring.given): UuContext => {
    const chain = newKenbChain(ring);
    return {
      chain,
      pdcp: newPdcpEntities(chain, kenbs),
      transactions: newTransactions(),
      ends,
      isNamed: framing === 'pdcp',
      hasLwa: false,
      latest: [],
      hasChecksums: [false, false],
      lastAt: undefined,
    };
  };

  /**
   * The UE that goes on under another UE id, or over another eNB, if it is one: by its keys, or as the only one with its ends.
   */
  const movedTo = (pdu: UuPdu): UuContext | undefined => {
    const near = [...(moving.get(pdu.ends) ?? [])].slice(0, MAX_MOVING);
    const candidates = new Set([...near, ...latestMoving]);
    // A UE that is handed over begins no connection anew.
    if (pdu.framing === 'gsmtap' || candidates.size === 0 || isUnprotected(pdu.pdu)) return undefined;
    const only = contextsWith.get(pdu.ends) === 1 ? near[0] : undefined;
    // Under one of several that were given, it may be another UE.
    return [...candidates].find(one => one.chain.state.isSure && one.pdcp.fits(pdu)) ?? only;
  };

  const contextOf = (key: string, pdu: UuPdu): UuContext => {
    const known = contexts.get(key);
    if (known !== undefined) return known;
    const moved = movedTo(pdu);
    const context = moved ?? newContext(pdu);
    if (moved !== undefined) setMoving(moved, false);
    if (moved === undefined || moved.ends !== pdu.ends)
      contextsWith.set(pdu.ends, (contextsWith.get(pdu.ends) ?? 0) + 1);
    context.ends = pdu.ends;
    contexts.set(key, context);
    const [, oldest] = forgetOldest(contexts, MAX_CONTEXTS) ?? [];
    if (oldest !== undefined) {
      contextsWith.delete(oldest.ends);
      close(oldest, latest);
    }
    return context;
  };

  /** The UE id has become that of another UE, or its UE has another connection. */
  const replaced = (key: string, before: UuContext, pdu: UuPdu, at: At): UuContext => {
    close(before, at, true);
    const context = newContext(pdu, before.pdcp.left());
    context.lastAt = at;
    contexts.set(key, context);
    return context;
  };

  const takeMessage = (
    context: UuContext,
    message: RrcMessage,
    macI: MicVerdict,
    isFirst: boolean,
    at: At,
  ): void => {
    const { handover, lwa, status } = message;
    // What an answer answers that the capture does not show, may have been a handover, and the end of LWA.
    const isUnasked = context.transactions.isUnasked(message);
    const isNew = NEW_SECURITY.has(message.name) || isUnasked;
    // A MAC-I that is right says that the KeNB of the chain goes on.
    if (!isFirst && macI !== 'valid' && isNew) context.chain.restart();
    if (
      endsLwa(message) ||
      isUnasked ||
      mayHoldLwa(message) ||
      (handover !== undefined && handover.keepsLwa === undefined)
    )
      context.hasLwa = false;
    if (mayHandOver(message)) context.chain.doubt();
    if (handover !== undefined) {
      context.chain.handOver(handover);
      context.pdcp.reestablish();
      // Another cell has transactions of its own, which may have the same octets.
      context.latest = context.latest.filter((one, i, all) => i === 0 || isNumbered(one, all));
    }
    for (const event of context.transactions.take(message, at)) emit(context, event);
    // In a handover command too the counter goes with the new KeNB (TS 36.331, 5.3.5.4).
    if (lwa?.wtCounter !== undefined) {
      const { wtCounter, wtMac, addsWlans } = lwa;
      const setsUpLwa = addsWlans && !context.hasLwa;
      // A handover command goes under the KeNB before the one that the counter is for.
      const isVerified = macI === 'valid' && handover === undefined;
      const keys = context.chain.state;
      emit(context, { kind: 'wtCounter', ...at, wtCounter, wtMac, setsUpLwa, isVerified, keys });
    }
    if (lwa?.wtCounter !== undefined || lwa?.addsWlans) context.hasLwa = true;
    if (status !== undefined) emit(context, { kind: 'statusReport', ...at, status });
  };

  /** Whether a packet of GSMTAP is there a second time, as where captures of two link layers are merged. */
  const isCopy = (
    context: UuContext,
    { isUplink, packet }: Extract<UuPdu, { framing: 'gsmtap' }>,
    identification: number | undefined,
    message: RrcMessage | undefined,
    at: At,
  ): boolean => {
    const print = `${isUplink} ${identification} ${packet.length} ${crc32(packet)}`;
    const before = context.latest.find(other => other.print === print);
    const one = { print, identification, time: at.time };
    const isOfNumber = isNumbered(one, context.latest);
    context.latest = [one, ...context.latest].slice(0, LATEST_KEPT);
    if (before === undefined) return false;
    const behind = at.time - before.time;
    if (isOfNumber) return behind <= CLOCKS_APART;
    return behind <= LIKELY_COPY && !(message !== undefined && context.transactions.isAnswer(message));
  };

  return {
    datagram: (datagram, at) => {
      const pdu = uuPduOf(datagram);
      if (pdu === undefined) return;
      latest = at;
      const { ends, isUplink } = pdu;
      const key = pdu.framing === 'pdcp' ? `${ends} ${pdu.ueId}` : ends;
      let context = contextOf(key, pdu);
      const direction = isUplink ? 0 : 1;
      let from = context.lastAt ?? at;
      context.lastAt = at;
      if (pdu.checksum === 'good') context.hasChecksums[direction] = true;
      else if (pdu.checksum === 'bad' && context.hasChecksums[direction]) {
        // Its receiver drops it: what it was is not known.
        emit(context, { kind: 'gap', where: 'uu', from, ...at });
        context.hasLwa = false;
        if (pdu.framing === 'gsmtap') context.chain.restart();
        return;
      }
      if (pdu.framing === 'gsmtap') {
        const read = readRrc(pdu.rrc, isUplink);
        const { message } = read;
        if (isCopy(context, pdu, datagram.identification, message, at)) return;
        emit(context, { kind: 'rrc', ...at, isUplink, ...read, macI: 'none' });
        if (message === undefined) context.hasLwa = false;
        else takeMessage(context, message, 'none', from === at, at);
        return;
      }
      const kenbs = ring.ofUeId(pdu.ueId);
      let opened = context.pdcp.open(pdu, kenbs, at);
      if (opened === 'other') {
        context = replaced(key, context, pdu, at);
        from = at;
        opened = context.pdcp.open(pdu, kenbs, at);
      }
      if (opened === undefined || opened === 'other') return;
      const { message, octets, macI, gapFrom, isOfTarget } = opened;
      if (gapFrom !== undefined) emit(context, { kind: 'gap', where: 'uu', from: gapFrom, ...at });
      if (gapFrom !== undefined || message === undefined) context.hasLwa = false;
      // What comes from the cell before does not tell that the UE is still there: it may have been sent before it left.
      if (isOfTarget) setMoving(context, false);
      emit(context, { kind: 'rrc', ...at, isUplink, message, octets, macI });
      if (message !== undefined && macI !== 'invalid') {
        takeMessage(context, message, macI, from === at, at);
        if (message.handover !== undefined) setMoving(context, true);
      }
    },
    end: at => {
      for (const context of new Set(contexts.values())) close(context, at);
    },
  };
}
