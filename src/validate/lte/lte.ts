import { toHex } from '../../codecs/hex.js';
import { type At, inOrder, isBefore } from '../at.js';
import { forgetOldest } from '../bounded.js';
import { newIp } from '../ip/index.js';
import { messagesIn, withoutRoutine } from '../journal.js';
import type { LteEvent, SKwtCandidate } from '../lte-events.js';
import { newUu, type UuContext, type UuEvent, type WtCounterEvent } from '../uu/index.js';
import { deriveSKwts, type Kenb, kenbRing, type LteKeys } from '../uu/kenb.js';
import { newXw, type XwContext, type XwUe } from '../xw/index.js';
import { otherFcFinder } from './other-fc.js';
import { createPart, type LteUe, type Part, type Ue } from './part.js';
import { newTie } from './tie.js';
import { MAX_DERIVED, newUeKeys } from './ue-keys.js';

/** An S-KWT that a UE may have, and the keys given that it follows from. */
export interface DerivedSKwt extends SKwtCandidate {
  readonly roots: readonly object[];
}

/** Follows the LTE half of a capture: RRC, XwAP, and whose they are. */
export interface Lte {
  /** Takes a packet of any link type. */
  packet(linkType: number, bytes: Uint8Array, at: At): void;
  /** The capture shows a WLAN association of this station, whose address is given as hex. */
  station(address: string): void;
  /** A MIC proves that the station has this PMK, 32 octets, at this time at the latest. */
  proven(address: string, pmk: Uint8Array, time: bigint): void;
  /** Ends what is under way: the last events come. */
  end(at: At): void;
}

/** Events that wait until it is known whose they are, of one UE and of all; and how many routine ones of one UE wait among more. */
const MAX_WAITING_OF_ONE = 1024;
const ROUTINE_WAITING = 256;
const MAX_WAITING = 200_000;
/** UEs, on either side, that are followed: a capture of made-up ones does not get to choose how many. */
const MAX_PARTS = 100_000;
const MAX_KEYS = 50_000;
/** Stretches without packets of Xw that are remembered, the latest ones. */
const GAPS_KEPT = 64;

/**
 * Ties what Uu, Xw and the WLAN show of one UE together: by the WLAN address that XwAP names, by S-KWT where keys are
 * known, by the order of messages and what they bring about where that leaves one answer, and in a capture of one UE
 * because there is no other. Events of a UE on Uu come when it is known whose they are, and so after others that are
 * later: their `at` tells the order.
 * @param emit takes the events of each UE
 * @param derived takes the S-KWTs that may follow from a WT Counter, as soon as it is seen, whosever it is
 * @param given takes an S-KWT that the WT is given for a UE that nothing tells yet, and how many that UE was given by then
 * @param clocksApart nanoseconds up to which the order of packets is not sure
 * @param fitting is told of each KeNB and KASME given that something is under, or under a key that follows from it
 */
export function newLte(
  keys: LteKeys,
  emit: (ue: LteUe, event: LteEvent) => void,
  derived: (candidates: readonly DerivedSKwt[], wtCounter: number) => void = () => {},
  clocksApart: () => bigint = () => 0n,
  given: (sKwt: Uint8Array, count: number) => void = () => {},
  fitting: (key: object) => void = () => {},
): Lte {
  const ring = kenbRing(keys, fitting);
  const findOtherFc = otherFcFinder();
  const ip = newIp();
  const uuParts = new Map<UuContext, Part>();
  const xwParts = new Map<XwUe | XwContext, Part>();
  const byStation = new Map<string, Ue>();
  const stations = new Set<string>();
  const unresolved = new Set<Part>();
  /** Who was given an S-KWT over Xw, and who derived one under a KeNB that is proven; as hex. */
  const givenTo = new Map<string, Part>();
  const derivedBy = new Map<string, Part>();
  /** WT Counters, and KeNBs that some UE told of them may have, by the S-KWTs that follow from them, as hex. */
  const originOf = new Map<string, { readonly wtCounter: number; readonly kenb: Kenb }>();
  /** What Uu shows of UEs that have told a WLAN address which the capture does not show, by that. */
  const sought = new Map<string, Part[]>();
  let gaps: readonly { readonly from: bigint; readonly to: bigint }[] = [];
  let waiting = 0;
  /** UEs that Xw shows, and contexts of RRC without a UE id. */
  let onXwCount = 0;
  let unnamedCount = 0;

  const isShared = ({ isNamed }: UuContext): boolean => !isNamed && onXwCount > unnamedCount;

  /** Whether order may tell its partner: a UE that has told its address is known by that. */
  const isFree = (part: Part): boolean =>
    !part.hasPartner &&
    (part.uu !== undefined ? part.toldAddress === undefined : (part.ue?.uu.size ?? 0) === 0);
  const isUncertain = (from: bigint, to: bigint): boolean =>
    clocksApart() > 0n || gaps.some(gap => gap.from <= to && gap.to >= from);
  /**
   * WT ADDITION REQUEST ACKNOWLEDGE, and the WT Counter with which the eNB then sets LWA up at the UE. Of a re-key either side
   * may be told first, so that order ties nothing there.
   */
  const additions = newTie<Part, Part>({ isCauseFree: isFree, isEffectFree: isFree, isUncertain });

  const newUe = (kind: LteUe['kind'], station: string | undefined): Ue => {
    const ue: Ue = {
      kind,
      station,
      forgotten: 0,
      uu: new Set(),
      keys: newUeKeys(ring, () => ue.station, findOtherFc, isShared),
    };
    if (station !== undefined) byStation.set(station, ue);
    return ue;
  };

  const newPart = (at: At, of: Pick<Part, 'uu' | 'xw'>): Part => {
    const part = createPart(at, of);
    unresolved.add(part);
    return part;
  };

  const deliver = (part: Part, ue: Ue, event: LteEvent | WtCounterEvent): void => {
    if (event.kind === 'wtCounter') {
      emit(ue, ue.keys.told(part.uu!, event));
      return;
    }
    if (event.kind === 'sKwt' && event.side === 'wt') ue.keys.given(toHex(event.sKwt), event);
    if (event.kind === 'xwapProcedure' && event.outcome === 'unsuccessful')
      ue.keys.refused(event.request.frame);
    emit(ue, event);
  };

  /** What waited of several parts, in the order of the capture. */
  const resolve = (ue: Ue, ...parts: readonly Part[]): void => {
    const events: (readonly [Part, LteEvent | WtCounterEvent])[] = [];
    for (const part of parts) {
      if (part.ue !== undefined) continue;
      part.ue = ue;
      if (part.uu !== undefined) ue.uu.add(part);
      unresolved.delete(part);
      for (const event of part.waiting) events.push([part, event]);
      waiting -= part.waiting.length;
      part.waiting = [];
      ue.forgotten += part.forgotten;
    }
    if (parts.length > 1) events.sort(([, a], [, b]) => inOrder(a, b));
    for (const [part, event] of events) deliver(part, ue, event);
  };

  const ueOfStation = (station: string): Ue => byStation.get(station) ?? newUe('ue', station);

  const ueOf = ({ toldAddress, stated }: Part): Ue => {
    const station = toldAddress ?? stated;
    return station === undefined ? newUe('ue', undefined) : ueOfStation(station);
  };

  /** The WLAN address of a UE comes to light. */
  const name = (ue: Ue, station: string): void => {
    ue.station = station;
    if (!byStation.has(station)) byStation.set(station, ue);
  };

  const tie = (uu: Part, xw: Part): void => {
    if (uu.ue !== undefined && xw.ue !== undefined) return;
    uu.hasPartner = true;
    xw.hasPartner = true;
    resolve(xw.ue ?? uu.ue ?? ueOf(uu), xw, uu);
  };

  /** Whether nothing but messages of LTE says that a UE has this address. */
  const isOnlySaid = (station: string | undefined): boolean =>
    station === undefined || !stations.has(station);

  /** A station has what is one part's alone, as a MIC proves; or that part has told its address. */
  const claim = (part: Part, station: string): void => {
    if (part.ue === undefined) {
      if (part.uu !== undefined) part.hasPartner = true;
      resolve(ueOfStation(station), part);
    } else if (isOnlySaid(part.ue.station) && !byStation.has(station)) {
      // Else what is known of the KeNBs of one UE would be in two places.
      name(part.ue, station);
    }
  };

  /** The capture shows an address, on Xw or as that of a station. */
  const shown = (address: string): void => {
    const parts = sought.get(address) ?? [];
    sought.delete(address);
    for (const part of parts) if (part.ue === undefined) claim(part, address);
  };

  const tells = (part: Part, address: string): void => {
    // Over GSMTAP several UEs may look like one.
    if (part.toldAddress !== undefined || part.ue !== undefined) return;
    part.toldAddress = address;
    const others = sought.get(address);
    if (stations.has(address) || byStation.has(address)) claim(part, address);
    else if (others === undefined) sought.set(address, [part]);
    else others.push(part);
  };

  /** Gives up waiting for what would tell whose it is. */
  const resolveAlone = (part: Part): void => {
    part.hasPartner = true;
    resolve(ueOf(part), part);
  };

  /** Routine makes room first: what tells whose all of it is may come late. */
  const makeRoom = (part: Part): void => {
    const before = part.waiting;
    part.waiting = withoutRoutine(before, ROUTINE_WAITING);
    part.forgotten += messagesIn(before) - messagesIn(part.waiting);
    waiting -= before.length - part.waiting.length;
    if (part.waiting.length > MAX_WAITING_OF_ONE - ROUTINE_WAITING) resolveAlone(part);
  };

  const take = (part: Part, event: LteEvent | WtCounterEvent): void => {
    part.lastAt = event;
    if (part.ue !== undefined) {
      deliver(part, part.ue, event);
      return;
    }
    part.waiting.push(event);
    waiting++;
    if (part.waiting.length > MAX_WAITING_OF_ONE) makeRoom(part);
    if (waiting > MAX_WAITING) settle(event.time, true);
    if (waiting > MAX_WAITING)
      for (const oldest of unresolved) {
        resolveAlone(oldest);
        break;
      }
  };

  const rememberKey = <T>(map: Map<string, T>, sKwt: string, value: T): void => {
    map.set(sKwt, value);
    forgetOldest(map, MAX_KEYS);
  };

  const settle = (now: bigint, isEnd = false): void => {
    // What is tied is out of the question for others, which may be beyond doubt then.
    for (;;) {
      const pairs = additions.settle(now, isEnd);
      if (pairs.length === 0) return;
      for (const [xw, uu] of pairs) if (isFree(xw) && isFree(uu)) tie(uu, xw);
    }
  };

  /** The S-KWTs that may follow from a WT Counter, as far as KeNBs are known. */
  const derive = ({ keys: { candidates }, wtCounter }: WtCounterEvent): void => {
    if (candidates.length > MAX_DERIVED) return;
    const sKwts = deriveSKwts(candidates, wtCounter);
    derived(
      sKwts.map((one, i) => ({ ...one, roots: candidates[i]!.roots })),
      wtCounter,
    );
    for (const [i, { sKwt }] of sKwts.entries()) {
      const [id, kenb] = [toHex(sKwt), candidates[i]!];
      rememberKey(originOf, id, { wtCounter, kenb });
      if (givenTo.has(id)) ring.fits(kenb);
    }
  };

  const onUu = (context: UuContext, event: UuEvent): void => {
    const at = event;
    let part = uuParts.get(context);
    if (part === undefined) {
      if (uuParts.size >= MAX_PARTS) return;
      part = newPart(at, { uu: context, xw: undefined });
      if (!context.isNamed) unnamedCount++;
      uuParts.set(context, part);
    }
    const { time } = at;
    settle(time);
    const { candidates, isSure } = context.chain.state;
    const kenb = isSure && candidates.length === 1 ? candidates[0] : undefined;
    part.stated ??= kenb?.station;
    const address =
      event.kind === 'rrc' && event.macI !== 'invalid' ? event.message?.wlanMacAddress : undefined;
    if (address !== undefined) tells(part, toHex(address));
    if (event.kind === 'wtCounter') {
      derive(event);
      if (event.setsUpLwa) additions.effect(part, time, event.wtCounter);
      if (kenb !== undefined) {
        const sKwt = toHex(deriveSKwts([kenb], event.wtCounter)[0]!.sKwt);
        rememberKey(derivedBy, sKwt, part);
        const xw = givenTo.get(sKwt);
        if (xw !== undefined) tie(part, xw);
      }
    }
    take(part, event);
  };

  const onXw = (context: XwContext, event: LteEvent): void => {
    const owner = context.ue ?? context;
    let part = xwParts.get(owner);
    if (part === undefined) {
      if (xwParts.size >= MAX_PARTS) return;
      part = newPart(event, { uu: undefined, xw: context.ue });
      if (context.ue !== undefined) onXwCount++;
      xwParts.set(owner, part);
      if (context.ue === undefined) resolve(newUe('xw', undefined), part);
    }
    const station = context.ue?.station;
    if (station !== undefined && part.ue === undefined) resolve(ueOfStation(station), part);
    else if (part.ue !== undefined && part.ue.station === undefined && station !== undefined)
      name(part.ue, station);
    if (station !== undefined) shown(station);
    const { time } = event;
    settle(time);
    if (event.kind === 'gap') gaps = [...gaps, { from: event.from.time, to: time }].slice(-GAPS_KEPT);
    if (event.kind === 'sKwt' && event.side === 'wt') {
      const sKwt = toHex(event.sKwt);
      rememberKey(givenTo, sKwt, part);
      const [uu, origin] = [derivedBy.get(sKwt), originOf.get(sKwt)];
      if (uu !== undefined) tie(uu, part);
      if (origin !== undefined) ring.fits(origin.kenb);
      if (event.procedure === 'wTAdditionPreparation') part.added = { sKwt, frame: event.frame };
    }
    if (
      event.kind === 'xwapProcedure' &&
      event.procedure === 'wTAdditionPreparation' &&
      event.outcome === 'successful'
    ) {
      const { added } = part;
      const isOwn = added?.frame === event.request.frame;
      additions.cause(part, time, isOwn ? () => originOf.get(added.sKwt)?.wtCounter : undefined);
    }
    take(part, event);
    // Its station proves it, if the capture shows that.
    if (event.kind === 'sKwt' && event.side === 'wt' && part.ue === undefined)
      given(event.sKwt, part.waiting.filter(one => one.kind === 'sKwt').length);
  };

  const uu = newUu(ring, onUu);
  const xw = newXw(onXw);

  /** In a capture of one UE, what is left is that UE's. */
  const tieTheOnlyOne = (): void => {
    const ofUes = [...xwParts.values()].filter(part => part.xw !== undefined);
    const ofUu = [...uuParts.values()];
    const isOneUe = ofUu.every(
      (part, i) =>
        i === 0 || (part.uu!.ends === ofUu[0]!.uu!.ends && isBefore(ofUu[i - 1]!.lastAt, part.firstAt)),
    );
    if (!isOneUe || ofUes.length > 1 || stations.size > 1) return;
    const [xwPart] = ofUes;
    const [station] = stations;
    if (xwPart === undefined && station === undefined) return;
    // Nothing but that there is no other says that it is the same UE.
    if (
      xwPart === undefined &&
      ofUu.some(({ toldAddress }) => toldAddress !== undefined && toldAddress !== station)
    )
      return;
    if (xwPart?.ue !== undefined && station !== undefined && (xwPart.ue.station ?? station) !== station)
      return;
    const ue = xwPart?.ue ?? (station === undefined ? newUe('ue', undefined) : ueOfStation(station));
    resolve(ue, ...(xwPart === undefined ? [] : [xwPart]), ...ofUu);
  };

  return {
    packet: (linkType, bytes, at) => {
      const datagram = ip.datagram(linkType, bytes, at.time);
      if (datagram === undefined) return;
      uu.datagram(datagram, at);
      xw.datagram(datagram, at);
    },
    station: address => {
      stations.add(address);
      shown(address);
    },
    proven: (address, pmk, time) => {
      const sKwt = toHex(pmk);
      const xw = givenTo.get(sKwt);
      for (const part of [xw, derivedBy.get(sKwt)]) if (part !== undefined) claim(part, address);
      const ue = byStation.get(address);
      if (ue === undefined) return;
      ue.keys.proven(sKwt);
      // It has been told the WT Counter by then.
      if (xw !== undefined && xw.ue === ue && xw.added?.sKwt === sKwt && isFree(xw)) additions.over(xw, time);
    },
    end: at => {
      uu.end(at);
      xw.end(at);
      for (const part of [...unresolved]) if (part.stated !== undefined) resolveAlone(part);
      settle(at.time, true);
      tieTheOnlyOne();
      for (const part of [...unresolved]) resolveAlone(part);
    },
  };
}
