import { toHex } from '../../codecs/hex.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { type At, isBefore } from '../at.js';
import type { ValidationEvent } from '../event.js';
import type { UeSKwtEvent, WtSKwtEvent } from '../lte-events.js';
import { COMPLETE, mayHoldLwa } from '../uu/message.js';

/** A WT Counter on its way to the UE. */
export interface ToldUe {
  /** Undefined where the UE may have been told one: for a Complete without its request, and where `isUnread`. */
  readonly event: UeSKwtEvent | undefined;
  /** The RRCConnectionReconfiguration; without it, its Complete. */
  readonly request: At;
  /** Its Complete; undefined where the capture shows none. */
  readonly complete: At | undefined;
  /** Whether the request may hold a WT Counter in what was not read of it. */
  readonly isUnread: boolean;
}

/** Something came to the WT that a WT Counter for the UE goes with. */
export interface Given extends At {
  /** Undefined for an addition of which the capture shows the acknowledgement alone. */
  readonly wt: WtSKwtEvent | undefined;
  /** Whether LWA is set up with it; else it is a re-key. */
  readonly isAddition: boolean;
}

const isAmong = (keys: readonly { readonly sKwt: Uint8Array }[], key: Uint8Array): boolean =>
  keys.some(({ sKwt }) => equalConstantTime(sKwt, key));

/** Whether the S-KWT is the one that follows for the UE, where the capture shows all of its handovers. */
export const isFrom = ({ candidates }: UeSKwtEvent, { sKwt }: WtSKwtEvent): boolean =>
  isAmong(candidates, sKwt);

/** Whether the S-KWT shows that the UE had been handed over, which the capture does not. */
export const isOfUnseenKenb = ({ unseen }: UeSKwtEvent, { sKwt }: WtSKwtEvent): boolean =>
  isAmong(unseen, sKwt);

/** The Completes of RRC requests, by the frames of these, and the frames of the Completes. */
export function completesIn(events: readonly ValidationEvent[]): {
  readonly completes: ReadonlyMap<number, At>;
  readonly answers: ReadonlySet<number>;
} {
  const completes = new Map<number, At>();
  const answers = new Set<number>();
  for (const event of events)
    if (event.kind === 'rrcTransaction' && event.complete !== undefined) {
      completes.set(event.request.frame, event.complete);
      answers.add(event.complete.frame);
    }
  return { completes, answers };
}

/** The WT Counters that the UE is told, what may hold one, and Completes that may confirm one which the capture lacks. */
export function toldIn(events: readonly ValidationEvent[]): readonly ToldUe[] {
  const { completes, answers } = completesIn(events);
  return events.flatMap((event): readonly ToldUe[] => {
    if (event.kind === 'sKwt' && event.side === 'ue')
      return [{ event, request: event, complete: completes.get(event.frame), isUnread: false }];
    if (event.kind !== 'rrc' || event.message === undefined) return [];
    if (mayHoldLwa(event.message))
      return [{ event: undefined, request: event, complete: completes.get(event.frame), isUnread: true }];
    const isUnasked = event.message.name === COMPLETE && !answers.has(event.frame);
    return isUnasked ? [{ event: undefined, request: event, complete: event, isUnread: false }] : [];
  });
}

/** What comes to the WT, refused or not: S-KWTs, and additions of which the capture shows the acknowledgement alone. */
export function givenIn(events: readonly ValidationEvent[]): readonly Given[] {
  const given: Given[] = [];
  let isAdding = false;
  for (const event of events)
    if (event.kind === 'sKwt' && event.side === 'wt') {
      const { frame, time, isRekey } = event;
      isAdding = event.procedure === 'wTAdditionPreparation';
      given.push({ frame, time, wt: event, isAddition: !isRekey });
    } else if (event.kind === 'xwap' && event.view.message === 'WTAdditionRequest') isAdding = true;
    else if (event.kind === 'xwap' && event.view.message === 'WTAdditionRequestAcknowledge') {
      const { frame, time } = event;
      if (!isAdding) given.push({ frame, time, wt: undefined, isAddition: true });
      isAdding = false;
    }
  return given;
}

/** Which S-KWT each WT Counter gave, where a MIC of the station is right under one that may follow from it. */
export function inUse(events: readonly ValidationEvent[]): ReadonlyMap<UeSKwtEvent, Uint8Array> {
  const proven = new Map<UeSKwtEvent, Uint8Array>();
  const seen = new Set<string>();
  let latest: UeSKwtEvent | undefined;
  for (const event of events)
    if (event.kind === 'sKwt' && event.side === 'ue') latest = event;
    else if (event.kind === 'pmkInUse' && (event.message === 'M2' || event.message === 'M4')) {
      const { pmk } = event;
      if (seen.has(toHex(pmk))) continue;
      seen.add(toHex(pmk));
      // A second one is of a WT Counter that the capture lacks.
      if (latest === undefined || proven.has(latest)) continue;
      if (latest.candidates.some(({ sKwt }) => equalConstantTime(sKwt, pmk))) proven.set(latest, pmk);
    }
  return proven;
}

/** Whether the capture shows every addition up to a place: from the first that it shows on, as long as it lacks nothing of Xw. */
export function additionsInView(
  events: readonly ValidationEvent[],
  given: readonly Given[],
): (at: At) => boolean {
  const first = given.find(({ isAddition }) => isAddition);
  const gaps = events.flatMap(event =>
    event.kind === 'gap' && event.where === 'xw' && first !== undefined && !isBefore(event, first)
      ? [event.from]
      : [],
  );
  const until = gaps.reduce<At | undefined>((a, b) => (a === undefined || isBefore(b, a) ? b : a), undefined);
  return at => first !== undefined && isBefore(first, at) && (until === undefined || isBefore(at, until));
}

/** Whether both are one S-KWT for one WT. */
export const isSameKey = (a: Given, b: Given): boolean =>
  a.wt !== undefined &&
  b.wt !== undefined &&
  a.wt.xw.wt === b.wt.xw.wt &&
  equalConstantTime(a.wt.sKwt, b.wt.sKwt);

/**
 * Whether both keys, that which the WT was given and that which it has, as a handshake shows that went on beyond M2, follow from
 * KeNBs that the UE may have: then the capture lacks a handover, and where the WT was given the other.
 */
export function isGivenUnseen(
  events: readonly ValidationEvent[],
  told: UeSKwtEvent | undefined,
  wt: At,
): boolean {
  if (told === undefined) return false;
  const given = events.flatMap(event => (event.kind === 'sKwt' && event.side === 'wt' ? [event] : []));
  if (!given.some(one => one.frame === wt.frame && isFrom(told, one))) return false;
  return events.some(
    event =>
      event.kind === 'pmkInUse' &&
      event.message !== 'M2' &&
      isAmong(told.candidates, event.pmk) &&
      !isAmong(given, event.pmk),
  );
}

/** Whether the station uses the S-KWT that the WT was given once it is told the WT Counter, and not before: then both have it. */
export function isTakenUp(events: readonly ValidationEvent[], { sKwt }: WtSKwtEvent, told: At): boolean {
  const first = events.find(
    event =>
      event.kind === 'pmkInUse' &&
      (event.message === 'M2' || event.message === 'M4') &&
      equalConstantTime(event.pmk, sKwt),
  );
  return first !== undefined && isBefore(told, first);
}
