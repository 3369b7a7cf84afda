import { toHex } from '../../codecs/hex.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { type At, between, isBefore, SECOND } from '../at.js';
import type { PmkInUseEvent, ValidationEvent } from '../event.js';
import type { UeSKwtEvent, WtSKwtEvent } from '../lte-events.js';
import { isAmong, isFrom } from './told-and-given.js';

/** Whether a MIC of the station proves a PMK. */
export const isUseByStation = (event: ValidationEvent): event is PmkInUseEvent =>
  event.kind === 'pmkInUse' && (event.message === 'M2' || event.message === 'M4');

/** Whether the WT was given the same S-KWT before. */
export const isGivenAgain = (events: readonly ValidationEvent[], wt: WtSKwtEvent): boolean =>
  events.some(
    event =>
      event.kind === 'sKwt' &&
      event.side === 'wt' &&
      isBefore(event, wt) &&
      equalConstantTime(event.sKwt, wt.sKwt),
  );

/** Which S-KWT each WT Counter gave, where a MIC of the station is right under one that may follow from it. */
export function inUse(events: readonly ValidationEvent[]): ReadonlyMap<UeSKwtEvent, Uint8Array> {
  const proven = new Map<UeSKwtEvent, Uint8Array>();
  const seen = new Set<string>();
  let latest: UeSKwtEvent | undefined;
  for (const event of events)
    if (event.kind === 'sKwt' && event.side === 'ue') latest = event;
    else if (isUseByStation(event)) {
      const { pmk } = event;
      if (seen.has(toHex(pmk))) continue;
      seen.add(toHex(pmk));
      // A second one is of a WT Counter that the capture lacks.
      if (latest === undefined || proven.has(latest)) continue;
      if (latest.candidates.some(({ sKwt }) => equalConstantTime(sKwt, pmk))) proven.set(latest, pmk);
    }
  return proven;
}

/** Whether the station uses the S-KWT that the WT was given once it is told the WT Counter, and not before: then both have it. */
export function isTakenUp(events: readonly ValidationEvent[], { sKwt }: WtSKwtEvent, told: At): boolean {
  const first = events.find(event => isUseByStation(event) && equalConstantTime(event.pmk, sKwt));
  return first !== undefined && isBefore(told, first);
}

/** Where the station first uses each S-KWT that the WT was given. @param events in the order of time */
export function firstUses(events: readonly ValidationEvent[]): readonly At[] {
  const given = new Set<string>();
  const first = new Map<string, At>();
  for (const event of events)
    if (event.kind === 'sKwt' && event.side === 'wt') given.add(toHex(event.sKwt));
    else if (isUseByStation(event)) {
      const pmk = toHex(event.pmk);
      if (!first.has(pmk)) first.set(pmk, event);
    }
  return [...first].flatMap(([pmk, at]) => (given.has(pmk) ? [at] : []));
}

/**
 * Whether the station uses a new S-KWT before it is told of it, which it cannot: that is another WT Counter's, or the clocks of Uu
 * and of the WLAN differ.
 * @param isOfClock whether the clock of that handshake counts
 */
export function isUsedBefore(
  events: readonly ValidationEvent[],
  wt: WtSKwtEvent,
  request: At,
  isOfClock: (message: At) => boolean = () => true,
): boolean {
  return (
    !isGivenAgain(events, wt) &&
    events.some(
      event =>
        event.kind === 'pmkInUse' &&
        event.message === 'M2' &&
        isOfClock(event) &&
        isBefore(event, request) &&
        equalConstantTime(event.pmk, wt.sKwt),
    )
  );
}

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

/** Nanoseconds within which an AP answers an M2 that is right: less than it waits before it sends M1 again. */
const ANSWER = SECOND / 2n;

/**
 * The frame by which the WT shows that it took an M2 from before `given`: M3, or M4 that answers it, which follow a right M2
 * alone (IEEE 802.11-2020, 12.7.6.3 and 12.7.6.4). One from after `given` that is not close behind answers a later M2, which the
 * capture lacks.
 * @param events in the order of time
 * @param pmk in hex
 */
export function takenBefore(
  events: readonly ValidationEvent[],
  pmk: string,
  given: At,
): PmkInUseEvent | undefined {
  let answered: At | undefined;
  for (const event of events) {
    if (event.kind !== 'pmkInUse' || toHex(event.pmk) !== pmk) continue;
    if (event.message === 'M2') answered = event;
    else if (event.message === 'M3' || event.message === 'M4') {
      if (answered === undefined || !isBefore(answered, given)) return undefined;
      return isBefore(event, given) || between(answered, event) <= ANSWER ? event : undefined;
    }
  }
  return undefined;
}
