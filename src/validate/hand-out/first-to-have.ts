import { equalConstantTime } from '../../crypto/mic.js';
import { type At, between, captureNumber, distance, isBefore } from '../at.js';
import { isBlind } from '../blind.js';
import type { ValidationEvent } from '../event.js';
import type { Session } from '../session.js';
import { type Certainty, certaintyOf, type Order } from './clock-bounds.js';
import { type Contrary, firstAssociation } from './clock-order.js';
import { type HandOut, handOuts } from './hand-outs.js';
import { isUsedBefore } from './in-use.js';
import { isInView, lookBack } from './in-view.js';
import { LONGEST_REKEY } from './pairs.js';
import type { ToldUe } from './told-and-given.js';

/** Who had the S-KWT of a re-key first. */
export interface FirstToHave {
  /** The UE in option 2, the WT in option 1. */
  readonly side: 'ue' | 'wt';
  /** Whether that takes clocks of two captures that agree. */
  readonly isAssumed: boolean;
  /** Nanoseconds between the two. */
  readonly margin: bigint;
}

/**
 * Tells who had the S-KWT of a re-key first; undefined where the capture does not tell. The UE has it once it is told the WT Counter,
 * and confirms that by its RRCConnectionReconfigurationComplete.
 * @param events those of {@link handOuts}
 * @param contrary what is not to be believed of them
 */
export function firstToHave(
  events: readonly ValidationEvent[],
  { areOneClock, clocksApart, story }: Pick<Session, 'areOneClock' | 'clocksApart' | 'story'>,
  contrary: Contrary,
): (handOut: HandOut) => FirstToHave | undefined {
  let known: readonly Order[] | undefined;
  const certaintyBetween = (a: At, b: At): Certainty => {
    known ??= [...knownOrders(events, story.management)];
    return isBefore(a, b) ? certaintyOf(a, b, known, areOneClock) : certaintyOf(b, a, known, areOneClock);
  };

  return handOut => {
    const { wt, ue, isDoubtful, isOfOtherKey } = handOut;
    if (ue?.event === undefined || isDoubtful || isOfOtherKey) return undefined;
    const { request, complete } = ue;
    // The clock of a WLAN capture beside one of both Uu and Xw tells nothing of these two.
    const isOfClock = (message: At): boolean =>
      captureNumber(message) === captureNumber(wt) || captureNumber(request) !== captureNumber(wt);
    if (isUsedBefore(events, wt, request, isOfClock)) return undefined;
    const nearest = isBefore(wt, request) ? request : complete;
    const apart = clocksApart();
    if (apart > 0n && nearest !== undefined && distance(wt, nearest) <= apart) return undefined;
    const side = sideOf(events, wt, ue);
    if (side === undefined) return undefined;
    // The WT had it first unless the UE confirmed it before, as far as the capture shows that.
    const end = complete ?? request;
    const margin = distance(wt, end);
    if (areOneClock(wt, end)) return contrary[side] ? undefined : { side, isAssumed: false, margin };
    const certainty = certaintyBetween(wt, end);
    return certainty === 'unknown' ? undefined : { side, isAssumed: certainty === 'assumed', margin };
  };
}

/** Who had it first, as the times say. */
function sideOf(
  events: readonly ValidationEvent[],
  wt: At,
  { request, complete }: ToldUe,
): 'ue' | 'wt' | undefined {
  if (isBefore(request, wt) && (complete === undefined || !isBefore(wt, complete)))
    return complete === undefined ? undefined : 'ue';
  const end = complete ?? request;
  if (!isInView(events, wt) || between(wt, end) > LONGEST_REKEY || isBlind(events, 'uu', lookBack(wt), end))
    return undefined;
  return 'wt';
}

/** What comes before what on the links of a UE, by the protocols or as a key proves, and not as the times say. */
function* knownOrders(
  events: readonly ValidationEvent[],
  management: Session['story']['management'],
): Iterable<Order> {
  const seen: Uint8Array[] = [];
  for (const { wt, ue, isDoubtful, isOfOtherKey, isRefused } of handOuts(events)) {
    const isAgain = seen.some(sKwt => equalConstantTime(sKwt, wt.sKwt));
    seen.push(wt.sKwt);
    if (isRefused || isAgain) continue;
    const used = (...messages: readonly string[]): At | undefined =>
      events.find(
        event =>
          event.kind === 'pmkInUse' &&
          messages.includes(event.message ?? '') &&
          equalConstantTime(event.pmk, wt.sKwt),
      );
    // A right M2 comes from a UE that was told, M3 from a WT that has the key (IEEE 802.11-2020, 12.7.6.3 and 12.7.6.4).
    const taken = used('M3', 'M4');
    if (taken !== undefined) yield { before: wt, after: taken };
    if (ue?.event === undefined || isDoubtful || isOfOtherKey) continue;
    const answered = used('M2', 'M4');
    if (answered !== undefined) yield { before: ue.request, after: answered };
    // The UE is told of the WLANs of a WT that has accepted it (TS 36.463, 8.8.2).
    if (!wt.isRekey) yield { before: wt, after: ue.request };
  }
  const associated = firstAssociation(events, management);
  if (associated === undefined) return;
  // What is told may be of the association that this one ends.
  const isBehindEnding = management.some(
    one =>
      /^(deauthentication|disassociation)$/.test(one.message) &&
      captureNumber(one) === captureNumber(associated) &&
      isBefore(one, associated),
  );
  if (isBehindEnding) return;
  for (const event of events) {
    // The WT tells the eNB of an association, and the UE of its success (TS 36.463, 8.13; TS 36.331, 5.6.15).
    const isTold =
      (event.kind === 'xwap' && event.view.message === 'WTAssociationConfirmation') ||
      (event.kind === 'rrc' && event.message?.status === 'successfulAssociation');
    if (isTold) yield { before: associated, after: event };
  }
}
