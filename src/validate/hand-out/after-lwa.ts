import { type At, between, isBefore, SECOND } from '../at.js';
import { isBlind } from '../blind.js';
import type { ValidationEvent } from '../event.js';
import type { RrcEvent } from '../lte-events.js';
import type { Session } from '../session.js';
import { COMPLETE, endsLwa, LONGEST_ON_UU, RECONFIGURATION } from '../uu/message.js';
import { completesIn } from './told-and-given.js';

/** Something of LWA that comes though LWA has ended at the UE. */
export interface AfterLwa {
  readonly at: At;
  /** A report of the UE; or what the eNB tells the UE, or the WT: a WT Counter without a WLAN, a new S-KWT. */
  readonly what: 'statusReport' | 'wtCounter' | 'modification';
  /** With what it ended. */
  readonly end: At;
  readonly by: 'release' | 'handover' | 're-establishment';
  /** Whether the numbers of PDCP show that the UE was told nothing in between that the capture lacks. */
  readonly isSure: boolean;
}

interface End {
  readonly event: RrcEvent;
  readonly by: AfterLwa['by'];
  /** Where the UE shows that it has taken it. */
  readonly taken: At;
}

/** Nanoseconds in which the eNB may still set LWA up anew, as far as it then goes about it in several messages. */
const SETS_UP = SECOND;

/**
 * What comes after the end of LWA at the UE (TS 36.331, 5.6.14.3) and before it is set up anew, with a WLAN to look for (5.6.14.2):
 * the first after each end, which others follow from. What was on its way when LWA ended is none, nor what may follow a set-up that
 * the capture lacks.
 * @param events `rrc`, `rrcTransaction`, `sKwt`, `xwap` and `gap`, in the order of the capture
 */
export function afterLwa(
  events: readonly ValidationEvent[],
  { story, clocksApart, areOneClock, seenUntil }: Session,
): readonly AfterLwa[] {
  // It may be another UE's.
  if (events.some(event => event.kind === 'sKwt' && event.side === 'ue' && event.isShared)) return [];
  const { completes, answers } = completesIn(events);
  const endIn = (event: RrcEvent): End | undefined => {
    const { name, handover } = event.message!;
    if (name === 'rrcConnectionReestablishmentComplete')
      return { event, by: 're-establishment', taken: event };
    // With another connection it may be another UE. Without a Complete, the command may have been lost on its way.
    const taken = completes.get(event.frame);
    if (name !== RECONFIGURATION || taken === undefined) return undefined;
    return { event, by: handover?.keepsLwa === false ? 'handover' : 'release', taken };
  };

  /** Whether something may be on its way that was sent before LWA ended: over the cell that the UE left, or over Xw. */
  const isOnItsWay = (event: At, { taken, by }: End, isReport: boolean): boolean =>
    between(taken, event) <= (isReport || by !== 'release' ? LONGEST_ON_UU : 0n) + clocksApart();
  const whatOf = (event: ValidationEvent, end: End): AfterLwa['what'] | undefined => {
    if (event.kind === 'rrc') {
      const { lwa, status } = event.message ?? {};
      if (status !== undefined) return isOnItsWay(event, end, true) ? undefined : 'statusReport';
      if (lwa?.wtCounter === undefined) return undefined;
      return event === end.event || between(end.event, event) >= clocksApart() ? 'wtCounter' : undefined;
    }
    if (event.kind !== 'sKwt' || event.side !== 'wt' || event.procedure !== 'eNBInitiatedWTModification')
      return undefined;
    if (!areOneClock(end.event, event) || isOnItsWay(event, end, false)) return undefined;
    return 'modification';
  };

  const adding = events.filter(addsWlans);
  /** Whether the eNB, which acts at `event`, is about to set LWA up anew. */
  const isAboutToBeSetUp = (event: At, until: At): boolean =>
    adding.some(other => isBefore(event, other) && other.time <= until.time);
  /** Whether LWA may have been set up anew up to a place: if so, then up to later ones, too. */
  const mayBeSetUp = ({ event: end }: End, until: At): boolean => {
    if (seenUntil(end) < until.time || isBlind(events, 'uu', end, until)) return true;
    const isWithin = (at: At): boolean => isBefore(end, at) && !isBefore(until, at);
    // Neither GSMTAP nor the first numbers behind an end show what the capture lacks; but these come with a set-up.
    return (
      isBlind(events, 'xw', end, until) ||
      events.some(
        other =>
          isWithin(other) &&
          ((other.kind === 'xwap' && /^WTAdditionRequest/.test(other.view.message ?? '')) ||
            (other.kind === 'rrc' && other.message?.name === COMPLETE && !answers.has(other.frame))),
      ) ||
      story.management.some(one => /^(re)?association-re/.test(one.message) && isWithin(one))
    );
  };

  const found: AfterLwa[] = [];
  let end: End | undefined;
  /** From when on LWA may have been set up since `end`. */
  let unsureFrom: bigint | undefined;
  for (const event of events) {
    if (event.kind === 'rrc') {
      if (event.message === undefined || event.macI === 'invalid') continue;
      if (endsLwa(event.message)) {
        end = endIn(event);
        unsureFrom = undefined;
      }
      if (addsWlans(event)) end = undefined;
    }
    const what = end && whatOf(event, end);
    if (end === undefined || what === undefined) continue;
    const until = { frame: event.frame, time: event.time + (what === 'statusReport' ? 0n : SETS_UP) };
    if (unsureFrom !== undefined && until.time >= unsureFrom) continue;
    if (isAboutToBeSetUp(event, until)) continue;
    if (mayBeSetUp(end, until)) {
      unsureFrom = until.time;
      continue;
    }
    const { macI } = end.event;
    const isSure =
      macI !== 'none' &&
      (what === 'statusReport' ||
        events.some(other => other.kind === 'rrc' && other.isUplink && isBefore(event, other)));
    found.push({ at: event, what, end: end.event, by: end.by, isSure });
    end = undefined;
  }
  return found;
}

const addsWlans = (event: ValidationEvent): boolean =>
  event.kind === 'rrc' && event.message?.lwa?.addsWlans === true;

/** With what LWA ended: `its release in …`. @param at the frame, as a sentence names it */
export const endOfLwa = ({ by, end }: AfterLwa, at: (frame: number) => string): string =>
  by === 'release'
    ? `its release ${at(end.frame)}`
    : by === 'handover'
      ? `the handover ${at(end.frame)}, which does not keep it`
      : `the re-establishment ${at(end.frame)}`;
