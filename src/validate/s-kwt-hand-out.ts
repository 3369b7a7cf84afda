import { equalConstantTime } from '../crypto/mic.js';
import { type At, isBefore } from './at.js';
import type { ValidationEvent } from './event.js';
import type { SKwtCandidate, UeSKwtEvent, WtSKwtEvent } from './lte-events.js';
import { between, distance, isBlind, SECOND } from './watch.js';

/** A WT Counter on its way to the UE. */
export interface ToldUe {
  /** Undefined for a Complete whose request the capture does not show: that may have told the UE a WT Counter. */
  readonly event: UeSKwtEvent | undefined;
  /** The RRCConnectionReconfiguration; without it, its Complete. */
  readonly request: At;
  /** Its Complete; undefined where the capture shows none. */
  readonly complete: At | undefined;
}

/** An S-KWT on its way to the WT, and the WT Counter that goes with it. */
export interface HandOut {
  readonly wt: WtSKwtEvent;
  /** Undefined where the capture shows none that can be it. */
  readonly ue: ToldUe | undefined;
  /** Whether the UE derives another S-KWT than the WT was given, as far as KeNB is known. */
  readonly isOfOtherKey: boolean;
}

const isAmong = (candidates: readonly SKwtCandidate[], { sKwt }: WtSKwtEvent): boolean =>
  candidates.some(candidate => equalConstantTime(candidate.sKwt, sKwt));

/** Whether the S-KWT is the one that follows for the UE, where the capture shows all of its handovers. */
export const isFrom = ({ candidates }: UeSKwtEvent, wt: WtSKwtEvent): boolean => isAmong(candidates, wt);

/** Whether the S-KWT shows that the UE had been handed over, which the capture does not. */
export const isOfUnseenKenb = ({ unseen }: UeSKwtEvent, wt: WtSKwtEvent): boolean => isAmong(unseen, wt);

const COMPLETE = 'rrcConnectionReconfigurationComplete';

/**
 * Pairs what the eNB tells the WT with what it tells the UE, by the order of both: a WT ADDITION REQUEST goes before its WT
 * Counter; of a re-key, either may be first, and each re-key is over before the next begins. Where keys tell which of two it is, they do.
 * @param events in the order of the capture
 */
export function handOuts(events: readonly ValidationEvent[]): readonly HandOut[] {
  const completes = new Map<number, At>();
  const answers = new Set<number>();
  for (const event of events)
    if (event.kind === 'rrcTransaction' && event.complete !== undefined) {
      completes.set(event.request.frame, event.complete);
      answers.add(event.complete.frame);
    }
  const told = events.flatMap((event): readonly ToldUe[] => {
    if (event.kind === 'sKwt' && event.side === 'ue')
      return [{ event, request: event, complete: completes.get(event.frame) }];
    const isUnasked = event.kind === 'rrc' && event.message?.name === COMPLETE && !answers.has(event.frame);
    return isUnasked ? [{ event: undefined, request: event, complete: event }] : [];
  });
  const counters = told.flatMap(({ event }) => event ?? []);
  const given = events.flatMap(event => (event.kind === 'sKwt' && event.side === 'wt' ? [event] : []));
  const verified = verifiedFrames(events);
  const used = new Set<ToldUe>();
  let first = 0;

  return given.map((wt, i) => {
    const next = given[i + 1];
    const free = told.slice(first).filter(one => !used.has(one));
    const isAddition = wt.procedure === 'wTAdditionPreparation';
    const before = isAddition ? undefined : free.findLast(({ request }) => isBefore(request, wt));
    const after = free.find(
      ({ request }) => isBefore(wt, request) && (next === undefined || isBefore(request, next)),
    );
    const fits = (one: ToldUe | undefined): boolean =>
      one?.event !== undefined && (isFrom(one.event, wt) || isOfUnseenKenb(one.event, wt));
    // A Complete without its request may have been of any WT Counter.
    const [b, a] = [before?.event, after?.event];
    const isAfter =
      b !== undefined && a !== undefined && fits(after) && (!fits(before) || isKnownBetter(a, b));
    const ue = isAfter ? after : (before ?? after);
    if (ue !== undefined) {
      used.add(ue);
      first = told.indexOf(ue) + 1;
    }
    const event = ue?.event;
    const isOfOtherKey =
      event?.isSure === true &&
      !fits(ue) &&
      // Without MAC-I and the KeNB after it, a handover that the capture lost shows only in that the counter starts again.
      (verified.has(event.frame) || !startsAgain(counters, event));
    return { wt, ue, isOfOtherKey };
  });
}

/** RRC messages whose MAC-I is right. */
export const verifiedFrames = (events: readonly ValidationEvent[]): ReadonlySet<number> =>
  new Set(events.flatMap(event => (event.kind === 'rrc' && event.macI === 'valid' ? [event.frame] : [])));

/** Whether there are fewer KeNBs that the UE may have at `a`, which comes after another handover than `b`. */
const isKnownBetter = (a: UeSKwtEvent, b: UeSKwtEvent): boolean =>
  a.kenbEpoch !== b.kenbEpoch && a.candidates.length < b.candidates.length;

const startsAgain = (
  counters: readonly UeSKwtEvent[],
  { kenbEpoch, wtCounter, ...at }: UeSKwtEvent,
): boolean =>
  counters.some(one => one.kenbEpoch === kenbEpoch && isBefore(one, at) && one.wtCounter >= wtCounter);

/** An eNB that re-keys does so within this time: what is farther away belongs to another re-key. */
const LONGEST_REKEY = 60n * SECOND;
/** For so long before the WT was told, all of RRC has to be in view for the UE not to have been told then. */
const LOOK_BACK = 10n * SECOND;

/**
 * Who had the S-KWT of a re-key first: the UE in option 2, the WT in option 1; undefined where the capture does not tell.
 * The UE has it once it is told the WT Counter, and confirms that by its RRCConnectionReconfigurationComplete.
 * @param events those of {@link handOuts}
 * @param apart nanoseconds up to which the order of two packets is not sure
 */
export function firstToHave(
  events: readonly ValidationEvent[],
  { wt, ue, isOfOtherKey }: HandOut,
  apart: bigint,
): 'ue' | 'wt' | undefined {
  if (ue?.event === undefined || isOfOtherKey) return undefined;
  const { request, complete } = ue;
  const nearest = isBefore(wt, request) ? request : complete;
  if (apart > 0n && nearest !== undefined && distance(wt, nearest) <= apart) return undefined;
  if (isBefore(request, wt) && (complete === undefined || !isBefore(wt, complete)))
    return complete === undefined ? undefined : 'ue';
  const firstRrc = events.find(({ kind }) => kind === 'rrc');
  const lookBack: At = { frame: 0, time: wt.time - LOOK_BACK };
  const end = complete ?? request;
  const isInView = firstRrc?.kind === 'rrc' && isBefore(firstRrc, wt);
  if (!isInView || between(wt, end) > LONGEST_REKEY || isBlind(events, 'uu', lookBack, end)) return undefined;
  return 'wt';
}
