import { type At, between, isBefore, SECOND } from '../at.js';
import { isBlind } from '../blind.js';
import type { ValidationEvent } from '../event.js';
import type { UeSKwtEvent, WtSKwtEvent } from '../lte-events.js';
import { isGivenUnseen, isTakenUp, isUsedBefore } from './in-use.js';
import { isInView, lookBack } from './in-view.js';
import { apart, LONGEST_REKEY, type Pair, pairsIn } from './pairs.js';
import { type Given, isFrom, refusedFrames, type ToldUe, toldIn, verifiedFrames } from './told-and-given.js';

/** An S-KWT on its way to the WT, and the WT Counter that goes with it. */
export interface HandOut {
  readonly wt: WtSKwtEvent;
  /** Undefined where the capture shows none that can be it. */
  readonly ue: ToldUe | undefined;
  /** Whether the two need not belong together: the capture lacks what would tell, and no key does. */
  readonly isDoubtful: boolean;
  /** Whether the UE derives another S-KWT than the WT was given, as far as KeNB is known. */
  readonly isOfOtherKey: boolean;
  /** Whether the WT answered that it does not take it. */
  readonly isRefused: boolean;
}

/** Kinds of events that tell which S-KWT UE and WT are given, and who has it first. */
export const HAND_OUT_EVENTS = [
  'sKwt',
  'sKwtAgain',
  'rrcTransaction',
  'rrc',
  'gap',
  'xwap',
  'xwapProcedure',
  'xwEnd',
  'pmkInUse',
] as const;

/**
 * What the eNB tells the WT, each with what it tells the UE that goes with it.
 * @param events of {@link HAND_OUT_EVENTS}, in the order of the capture
 */
export function handOuts(events: readonly ValidationEvent[]): readonly HandOut[] {
  const known = handedOut.get(events);
  if (known !== undefined) return known;
  const found = findHandOuts(events);
  handedOut.set(events, found);
  return found;
}

/** Several rules and the verdict ask for those of one session. */
const handedOut = new WeakMap<readonly ValidationEvent[], readonly HandOut[]>();

function findHandOuts(events: readonly ValidationEvent[]): readonly HandOut[] {
  const told = toldIn(events);
  const counters = told.flatMap(({ event }) => event ?? []);
  const verified = verifiedFrames(events);
  const refused = refusedFrames(events);
  const isRefused = ({ wt }: Given): boolean => wt !== undefined && refused.has(wt.frame);
  const pairs = pairsIn(events, told, isRefused);
  return pairs.flatMap((pair, i): readonly HandOut[] => {
    const { ue, isLate, isFitting } = pair;
    const { wt } = pair.given;
    if (wt === undefined) return [];
    const next = pairs[i + 1];
    const event = ue?.event;
    // What is told between two re-keys, of which the latter is without, may be of that one: if that is refused, only what is near.
    const isOfNext =
      isLate &&
      !isFitting &&
      !event?.setsUpLwa &&
      next !== undefined &&
      next.ue === undefined &&
      (!isRefused(next.given) || apart(next.given, ue!) < apart(pair.given, ue!));
    const isOther =
      event?.isSure === true &&
      !isFitting &&
      !isTakenUp(events, wt, event) &&
      // Without MAC-I and the KeNB after it, a handover that the capture lost shows only in that the counter starts again.
      (verified.has(event.frame) || !startsAgain(counters, event));
    const isDoubtful =
      pair.isDoubtful ||
      isOfNext ||
      (event?.isShared === true && !isOnlyOne(counters, wt, event)) ||
      (isOther && (isRefused(pair.given) || isUsedBefore(events, wt, ue!.request) || isLoose(events, pair)));
    return [
      {
        wt,
        ue,
        isDoubtful,
        isOfOtherKey: isOther && !isDoubtful,
        isRefused: isRefused(pair.given),
      },
    ];
  });
}

/** Whether a key that is not that of the WT Counter may be of another, which the capture lacks. */
function isLoose(events: readonly ValidationEvent[], { given, ue, isLate }: Pair): boolean {
  if (ue === undefined) return true;
  const [from, to] = isLate ? [given, ue.request] : [ue.request, given];
  const isSetUp = given.isAddition;
  const isTaken = events.some(
    event =>
      event.kind === 'xwapProcedure' && event.outcome === 'successful' && event.request.frame === given.frame,
  );
  return (
    apart(given, ue) > LONGEST_REKEY ||
    // Of a re-key that the WT did not take, the UE is not told.
    (isLate && !isSetUp && !isTaken) ||
    (isLate && !isSetUp && !isInView(events, given)) ||
    (isLate && isSetUp && ue.event?.setsUpLwa !== true && isLateInView(events, given, ue)) ||
    isGivenUnseen(events, ue.event, given) ||
    isBlind(events, 'uu', isLate && !isSetUp ? lookBack(given) : from, to) ||
    isBlind(events, 'xw', from, to)
  );
}

/** Whether RRC begins so long after an addition that the UE may have been told of that before. */
const isLateInView = (events: readonly ValidationEvent[], given: At, { request }: ToldUe): boolean =>
  !isInView(events, given) && between(given, request) > SECOND;

/** Whether the key follows from this WT Counter, and from no other that some UE is told: another UE may be told the same. */
const isOnlyOne = (counters: readonly UeSKwtEvent[], wt: WtSKwtEvent, event: UeSKwtEvent): boolean =>
  isFrom(event, wt) && counters.every(other => other === event || !isFrom(other, wt));

const startsAgain = (
  counters: readonly UeSKwtEvent[],
  { kenbEpoch, wtCounter, ...at }: UeSKwtEvent,
): boolean =>
  counters.some(one => one.kenbEpoch === kenbEpoch && isBefore(one, at) && one.wtCounter >= wtCounter);
