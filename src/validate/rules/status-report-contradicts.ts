import { equalConstantTime } from '../../crypto/mic.js';
import { type At, between, isBefore, SECOND } from '../at.js';
import { isBlind } from '../blind.js';
import type { EndingEvent, PmkInUseEvent, ValidationEvent } from '../event.js';
import { HAND_OUT_EVENTS, type HandOut, handOuts } from '../hand-out/hand-outs.js';
import { isTakenUp } from '../hand-out/in-use.js';
import { toldIn } from '../hand-out/told-and-given.js';
import type { RrcEvent, StatusReportEvent, UeSKwtEvent } from '../lte-events.js';
import type { Rule } from '../rule.js';
import { endsLwa, LONGEST_ON_UU } from '../uu/message.js';
import { watchToEnd } from '../watch/to-end.js';

/** How much sooner or later than it says a timer of a UE may be over, in percent. */
const TOLERANCE = 10n;

/** T351 as a message starts it. */
interface AssociationTimer {
  readonly request: At;
  readonly complete: At;
  readonly seconds: number;
  /** Nanoseconds after which it is over at the soonest and at the latest. */
  readonly soonest: bigint;
  readonly latest: bigint;
  /** Whether success is to be reported, so that there is a report in any case by when the timer is over. */
  readonly isReportDue: boolean;
}

/** The timers that the UE confirms in its answer to what tells it a WT Counter, in the order of the capture. */
function timersIn(events: readonly ValidationEvent[]): readonly AssociationTimer[] {
  const messages = new Map(
    events.flatMap(event => (event.kind === 'rrc' ? [[event.frame, event.message]] : [])),
  );
  return toldIn(events).flatMap(({ event, request, complete }) => {
    const lwa = messages.get(request.frame)?.lwa;
    const seconds = lwa?.associationTimer;
    if (event === undefined || complete === undefined || seconds === undefined) return [];
    const percent = (BigInt(seconds) * SECOND) / 100n;
    return [
      {
        request,
        complete,
        seconds,
        soonest: (100n - TOLERANCE) * percent,
        latest: (100n + TOLERANCE) * percent,
        isReportDue: lwa!.successReportRequested,
      },
    ];
  });
}

/** A UE that reports another state of its WLAN connection than the air shows. */
export const statusReportContradicts: Rule = {
  id: 'status-report-contradicts',
  severity: 'warning',
  clause: 'TS 36.331, 5.6.15.3, 5.6.15.4 and 7.3',
  explanation:
    'The UE reports success though its WLAN association has ended and no handshake followed, a time-out though a handshake under its newest S-KWT was completed or T351 still runs, or nothing though T351 is over. The eNB acts on the report: it routes data to a WLAN that is not there, or gives up one that is.',
  watch: ({ inFrames, clocksApart, hasOtherAps }) => {
    /** By end of an association: from when on another handshake may have been complete, whether its keys are known or not. */
    const followed = new WeakMap<EndingEvent, bigint>();
    /** The latest end, and when a handshake began since, as far as the capture shows. */
    let latest: EndingEvent | undefined;
    let began: bigint | undefined;

    const judged = watchToEnd([...HAND_OUT_EVENTS, 'statusReport', 'ending'], function* (events) {
      const told = toldIn(events);
      // The report may be another UE's.
      if (told.some(({ event }) => event?.isShared)) return;
      const late = LONGEST_ON_UU + clocksApart();
      let ended: EndingEvent | undefined;
      let completed: PmkInUseEvent | undefined;

      /** The end since which there is no association, where the report says that there is one. */
      const endBefore = ({ time }: StatusReportEvent): EndingEvent | undefined => {
        if (ended === undefined || time - ended.time <= late || hasOtherAps()) return undefined;
        const again = followed.get(ended);
        return again !== undefined && again <= time + clocksApart() ? undefined : ended;
      };
      /** The M4 under the newest S-KWT, where the report says that there was no time for it. */
      const completeBefore = (report: StatusReportEvent): PmkInUseEvent | undefined => {
        const newest = told.findLast(({ request }) => isBefore(request, report))?.event;
        if (newest === undefined || completed === undefined) return undefined;
        if (report.time - completed.time <= late || isBlind(events, 'uu', newest, report)) return undefined;
        const { pmk } = completed;
        return newest.candidates.some(({ sKwt }) => equalConstantTime(sKwt, pmk)) || isGivenFor(newest, pmk)
          ? completed
          : undefined;
      };
      /** Whether the WT was given this S-KWT with a WT Counter, and the UE has it since it was told that. */
      let handedOut: readonly HandOut[] | undefined;
      const isGivenFor = (counter: UeSKwtEvent, pmk: Uint8Array): boolean => {
        handedOut ??= handOuts(events);
        return handedOut.some(
          ({ wt, ue, isDoubtful, isOfOtherKey, isRefused }) =>
            ue?.event === counter &&
            !isDoubtful &&
            !isOfOtherKey &&
            !isRefused &&
            equalConstantTime(wt.sKwt, pmk) &&
            isTakenUp(events, wt, counter),
        );
      };

      const timers = timersIn(events);
      /** Whether the capture lacks nothing between that may have started T351 anew, and shows nothing that did. */
      const isTheLatest = ({ request }: AssociationTimer, until: At): boolean => {
        const isWithin = (at: At): boolean => isBefore(request, at) && !isBefore(until, at);
        return !(
          isBlind(events, 'uu', request, until) ||
          told.some(({ event, request: at }) => event === undefined && isWithin(at)) ||
          events.some(event => event.kind === 'rrc' && event.message?.lwa !== undefined && isWithin(event))
        );
      };
      /** T351 where the report says that it is over, and it cannot be. */
      const runsAt = (report: StatusReportEvent): AssociationTimer | undefined => {
        const timer = timers.findLast(({ complete }) => isBefore(complete, report));
        if (timer === undefined || between(timer.complete, report) <= clocksApart()) return undefined;
        if (between(timer.request, report) + late >= timer.soonest) return undefined;
        return isTheLatest(timer, report) ? timer : undefined;
      };
      /** Where PDCP shows that the UE has not sent the report that was due when the timer was over, nor had to. */
      const silentUntil = (timer: AssociationTimer): At | undefined => {
        const { request, complete, latest } = timer;
        // What goes over SRB2 tells nothing of what is missing from SRB1.
        const isNumbered = (event: ValidationEvent): event is RrcEvent =>
          event.kind === 'rrc' &&
          event.isUplink &&
          event.macI === 'valid' &&
          event.message?.name !== 'ulInformationTransfer';
        const next = events.find(event => isNumbered(event) && between(complete, event) > latest + late);
        const isSeen = events.some(event => isNumbered(event) && event.frame === complete.frame);
        if (!timer.isReportDue || !isSeen || next === undefined || !isTheLatest(timer, next))
          return undefined;
        const isNeedless = events.some(
          event =>
            isBefore(request, event) &&
            isBefore(event, next) &&
            (event.kind === 'statusReport' ||
              (event.kind === 'rrc' &&
                event.message !== undefined &&
                (event.message.handover !== undefined || endsLwa(event.message)))),
        );
        return isNeedless ? undefined : next;
      };

      for (const timer of timers) {
        const until = silentUntil(timer);
        if (until !== undefined)
          yield {
            frames: [timer.request.frame, until.frame],
            message: `The UE reports nothing of its WLAN connection up to ${inFrames([until.frame])}, though it was to report success, and T351 was over ${timer.seconds} s after ${inFrames([timer.request.frame])}.`,
          };
      }

      for (const event of events)
        switch (event.kind) {
          case 'ending':
            ended = event;
            completed = undefined;
            break;
          case 'pmkInUse':
            ended = undefined;
            if (event.message === 'M4') completed = event;
            break;
          case 'rrc':
            // The UE may have to find another WLAN, and be given another time for it.
            if (event.message?.lwa !== undefined) completed = undefined;
            break;
          case 'statusReport': {
            const { status, frame } = event;
            const says = `The UE reports ${status} in ${inFrames([frame])}, but its`;
            const end = status === 'successfulAssociation' ? endBefore(event) : undefined;
            const [m4, timer] =
              status === 'failureTimeout' ? [completeBefore(event), runsAt(event)] : [undefined, undefined];
            if (end !== undefined)
              yield {
                frames: [end.frame, frame],
                message: `${says} association ended in ${inFrames([end.frame])}, and the capture shows no handshake since.`,
              };
            if (m4 !== undefined)
              yield {
                frames: [m4.frame, frame],
                message: `${says} handshake under the newest S-KWT was complete with ${inFrames([m4.frame])}.`,
              };
            else if (timer !== undefined)
              yield {
                frames: [timer.request.frame, frame],
                message: `${says} T351, which begins with ${inFrames([timer.request.frame])}, is not over before ${timer.seconds} s have passed.`,
              };
          }
        }
    });

    const follow = (time: bigint): void => {
      if (latest !== undefined && !followed.has(latest)) followed.set(latest, time);
    };

    return {
      ...judged,
      ending(event) {
        latest = event;
        began = undefined;
        return judged.ending?.(event);
      },
      eapolKey({ record, time }) {
        // A wrong MIC tells of keys that were not given. M4 may be seen behind the report, if the WLAN is slow.
        const soonest = time - LONGEST_ON_UU;
        if (record.message === 'M1') began ??= time;
        else follow(began !== undefined && began > soonest ? began : soonest);
        return undefined;
      },
      data({ fromAp, isProtected, isEapol, time }) {
        // A station that protects data has keys: the capture lacks their handshake. What was queued at the end is none.
        if (latest === undefined || fromAp || !isProtected || isEapol) return undefined;
        if (time - latest.time > LONGEST_ON_UU) follow(began ?? latest.time);
        return undefined;
      },
    };
  },
};
