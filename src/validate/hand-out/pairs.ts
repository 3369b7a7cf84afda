import { equalConstantTime } from '../../crypto/mic.js';
import { type At, between, isBefore, SECOND } from '../at.js';
import { isBlind } from '../blind.js';
import type { ValidationEvent } from '../event.js';
import type { UeSKwtEvent, WtSKwtEvent } from '../lte-events.js';
import { inUse } from './in-use.js';
import { additionsInView } from './in-view.js';
import {
  type Given,
  givenIn,
  handoversIn,
  isFrom,
  isOfUnseenKenb,
  isSameKey,
  type ToldUe,
} from './told-and-given.js';

/** An eNB that re-keys does so within this time: what is farther away belongs to another re-key. */
export const LONGEST_REKEY: bigint = 60n * SECOND;

/** Nanoseconds between the WT and the UE having what they are told: from the WT to the nearest of request and Complete. */
export const apart = (wt: At, { request, complete }: ToldUe): bigint => {
  if (isBefore(wt, request)) return between(wt, request);
  return complete === undefined || isBefore(wt, complete) ? 0n : between(complete, wt);
};

/** What the WT is given, and what the UE is told that goes with it. */
export interface Pair {
  readonly given: Given;
  readonly ue: ToldUe | undefined;
  /** Whether the UE was told after the WT. */
  readonly isLate: boolean;
  readonly isDoubtful: boolean;
  readonly isFitting: boolean;
}

/** What keys leave no choice for: what the UE is told that fits one key alone, and that key. */
function reservedIn(
  told: readonly ToldUe[],
  given: readonly Given[],
  fitsBy: (other: ToldUe, wt: WtSKwtEvent | undefined) => boolean,
): ReadonlyMap<ToldUe, Given> {
  const reserved = new Map<ToldUe, Given>();
  for (const one of given) {
    const [fitting, ...others] = told.filter(other => fitsBy(other, one.wt));
    if (fitting !== undefined && others.length === 0 && !reserved.has(fitting)) reserved.set(fitting, one);
  }
  return reserved;
}

/** What the UE is told that may go with what the WT is given once. */
interface Choice {
  readonly given: Given;
  /** The next other key that the WT is given. */
  readonly next: Given | undefined;
  /** What goes with no other key; and what of it comes before: nothing of an addition, which goes first. */
  readonly free: readonly ToldUe[];
  readonly earlier: readonly ToldUe[];
  /** The nearest on either side. */
  readonly before: ToldUe | undefined;
  readonly after: ToldUe | undefined;
  /** Whether the key fits what the UE is told, as far as keys tell. */
  readonly isFitting: (told: ToldUe | undefined) => boolean;
  /** Whether it sets up LWA, and so goes with an addition that the capture lacks. */
  readonly isOfAddition: (told: ToldUe) => boolean;
}

/**
 * Whether a key that the WT had before, with `same`, comes again for the same re-key: unless the UE was told another WT Counter or
 * handed over since.
 */
function isOfSameRekey(
  { given, next, free, before, after, isFitting }: Choice,
  same: Pair,
  handovers: readonly At[],
): boolean {
  if (!isSameKey(same.given, given)) return false;
  if (handovers.some(at => isBefore(same.given, at) && isBefore(at, given))) return false;
  // Of an addition the UE is told when that is answered: afterwards it is another.
  if (given.isAddition) return same.ue === undefined || isBefore(given, same.ue.request);
  /** Whether the WT Counter before this one is that of the next key: then this is the old key again, for whatever else. */
  const isOfNextKey = (told: ToldUe): boolean =>
    next !== undefined &&
    !isFitting(told) &&
    !free.some(({ request }) => isBefore(told.request, request) && isBefore(request, next));
  /** Whether the UE is told the same WT Counter again too, from which the same key follows. */
  const isCounterAgain =
    after?.event !== undefined && (isFitting(after) || after.event.wtCounter === same.ue?.event?.wtCounter);
  return !isCounterAgain && (before === undefined || isOfNextKey(before));
}

/** What goes with a new key: what the UE is told before it, unless keys, or where that could not be read times, tell otherwise. */
function nearestOf({ given, before, after, isFitting }: Choice): ToldUe | undefined {
  // A Complete without its request may have been of any WT Counter.
  const [b, a] = [before?.event, after?.event];
  const isAfter =
    b !== undefined && a !== undefined && isFitting(after) && (!isFitting(before) || isKnownBetter(a, b));
  const isNearer =
    before?.isUnread === true && after !== undefined && apart(given, after) < apart(given, before);
  return isAfter || isNearer ? after : (before ?? after);
}

/** Whether the true partner of either may be missing from the capture. @param previous what the WT was given before */
function mayLackPartner(
  events: readonly ValidationEvent[],
  { given, earlier, after, isFitting, isOfAddition }: Choice,
  ue: ToldUe | undefined,
  previous: Given | undefined,
): boolean {
  if (ue === undefined || isFitting(ue) || given.isAddition) return false;
  if (ue === after && earlier.some(isOfAddition)) return true;
  const from = ue === after ? given : latest(previous, { frame: 0, time: ue.request.time - LONGEST_REKEY });
  return isBlind(events, 'xw', from, latest(given, ue.request));
}

/**
 * Pairs what the eNB tells the WT with what it tells the UE, by the order of both: a WT ADDITION REQUEST goes before its WT
 * Counter, with which LWA is set up; of a re-key, as which counts an addition of a UE that the WT has already, either may be first,
 * and each re-key is over before the next begins. Of one that the WT refused, the UE is not told afterwards. The same key again is
 * the same re-key ({@link isOfSameRekey}). Where keys tell which of two it is, they do.
 */
export function pairsIn(
  events: readonly ValidationEvent[],
  told: readonly ToldUe[],
  isRefused: (one: Given) => boolean,
): readonly Pair[] {
  const given = givenIn(events);
  const proven = inUse(events);
  const isAdditionInView = additionsInView(events, given);
  const handovers = handoversIn(events);
  const fitsBy = ({ event }: ToldUe, wt: WtSKwtEvent | undefined): boolean => {
    if (event === undefined || wt === undefined) return false;
    const own = proven.get(event);
    if (own !== undefined) return equalConstantTime(own, wt.sKwt);
    return isFrom(event, wt) || isOfUnseenKenb(event, wt);
  };
  const used = new Set<ToldUe>();
  const reserved = reservedIn(
    told,
    given.filter(one => !isRefused(one)),
    fitsBy,
  );
  let first = 0;
  const pairs: Pair[] = [];

  const choiceOf = (one: Given, next: Given | undefined): Choice => {
    const { wt, isAddition } = one;
    const isOpen = (other: ToldUe): boolean => {
      const owner = reserved.get(other) ?? one;
      return !used.has(other) && (owner === one || isSameKey(owner, one));
    };
    const open = told.slice(first).filter(isOpen);
    const isProven = open.some(other => fitsBy(other, wt));
    const free = open.filter(other => !other.isUnread || (!isProven && apart(one, other) <= LONGEST_REKEY));
    const earlier = isAddition ? [] : free.filter(({ request }) => isBefore(request, one));
    const isFitting = (other: ToldUe | undefined): boolean => other !== undefined && fitsBy(other, wt);
    const isOfAddition = (other: ToldUe): boolean =>
      other.event?.setsUpLwa === true && !isFitting(other) && !isAdditionInView(other.request);
    const isAfter = ({ request, event }: ToldUe): boolean =>
      isBefore(one, request) &&
      (next === undefined || isBefore(request, next)) &&
      (wt !== undefined || event?.setsUpLwa !== false);
    return {
      given: one,
      next,
      free,
      earlier,
      before: earlier.findLast(other => !isOfAddition(other)),
      after: isRefused(one) ? undefined : free.find(isAfter),
      isFitting,
      isOfAddition,
    };
  };

  for (const [i, one] of given.entries()) {
    const choice = choiceOf(
      one,
      given.slice(i + 1).find(other => !isSameKey(other, one)),
    );
    const { after, isFitting } = choice;
    const same = pairs.findLast(({ given: { wt } }) => wt?.xw.wt === one.wt?.xw.wt);
    const repeated = same !== undefined && isOfSameRekey(choice, same, handovers) ? same : undefined;
    if (repeated !== undefined && !isRefused(repeated.given)) continue;

    const ue = repeated === undefined ? nearestOf(choice) : (repeated.ue ?? after);
    if (ue !== undefined) {
      used.add(ue);
      first = told.indexOf(ue) + 1;
    }
    pairs.push({
      given: one,
      ue,
      isLate: ue !== undefined && ue === after,
      isDoubtful: mayLackPartner(events, choice, ue, pairs.at(-1)?.given),
      isFitting: isFitting(ue),
    });
  }
  return pairs;
}

/** Whether there are fewer KeNBs that the UE may have at `a`, which comes after another handover than `b`. */
const isKnownBetter = (a: UeSKwtEvent, b: UeSKwtEvent): boolean =>
  a.kenbEpoch !== b.kenbEpoch && a.candidates.length < b.candidates.length;

const latest = (a: At | undefined, b: At): At => (a === undefined || isBefore(a, b) ? b : a);
