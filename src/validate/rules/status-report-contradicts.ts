import { equalConstantTime } from '../../crypto/mic.js';
import { isBefore } from '../at.js';
import { isBlind } from '../blind.js';
import type { EndingEvent, PmkInUseEvent } from '../event.js';
import { toldIn } from '../lte/told-and-given.js';
import type { StatusReportEvent } from '../lte-events.js';
import type { Rule } from '../rule.js';
import { watchToEnd } from '../watch/to-end.js';

/**
 * Nanoseconds that a report may be behind what it reports: RLC sends it up to three times, 80 ms apart (TS 36.331, 9.2.1.1:
 * t-PollRetransmit 45 ms, and a round trip).
 */
const LONGEST_ON_UU = 250_000_000n;

/** A UE that reports another state of its WLAN connection than the air shows. */
export const statusReportContradicts: Rule = {
  id: 'status-report-contradicts',
  severity: 'warning',
  clause: 'TS 36.331, 5.6.15.3 and 5.6.15.4',
  explanation:
    'The UE reports success though its WLAN association has ended and no handshake followed, or a time-out though a handshake under its newest S-KWT was completed. The eNB acts on the report: it routes data to a WLAN that is not there, or gives up one that is.',
  watch: ({ inFrames, clocksApart, hasOtherAps }) => {
    /** By end of an association: from when on another handshake may have been complete, whether its keys are known or not. */
    const followed = new WeakMap<EndingEvent, bigint>();
    /** The latest end, and when a handshake began since, as far as the capture shows. */
    let latest: EndingEvent | undefined;
    let began: bigint | undefined;

    const judged = watchToEnd(
      ['statusReport', 'pmkInUse', 'ending', 'sKwt', 'rrcTransaction', 'rrc', 'gap'],
      function* (events) {
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
          return newest.candidates.some(({ sKwt }) => equalConstantTime(sKwt, pmk)) ? completed : undefined;
        };

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
              const m4 = status === 'failureTimeout' ? completeBefore(event) : undefined;
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
            }
          }
      },
    );

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
