import { equalConstantTime } from '../../crypto/mic.js';
import type { EndingEvent, PmkInUseEvent } from '../event.js';
import type { UeSKwtEvent } from '../lte-events.js';
import type { Rule } from '../rule.js';
import { mayHoldLwa } from '../uu/message.js';
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
  watch: ({ inFrames }) => {
    /** By end of an association: from when on another handshake may have been complete, whether its keys are known or not. */
    const followed = new WeakMap<EndingEvent, bigint>();
    /** The latest end, and when a handshake began since, as far as the capture shows. */
    let latest: EndingEvent | undefined;
    let began: bigint | undefined;

    const judged = watchToEnd(
      ['statusReport', 'pmkInUse', 'ending', 'sKwt', 'gap', 'rrc'],
      function* (events) {
        let ended: EndingEvent | undefined;
        let completed: PmkInUseEvent | undefined;
        let newest: UeSKwtEvent | undefined;
        for (const event of events) {
          if (event.kind === 'ending') {
            ended = event;
            completed = undefined;
          } else if (event.kind === 'pmkInUse') {
            ended = undefined;
            if (event.message === 'M4') completed = event;
          } else if (event.kind === 'sKwt' && event.side === 'ue') newest = event;
          // It may have told the UE a newer one.
          else if (event.kind === 'rrc' && event.message !== undefined && mayHoldLwa(event.message))
            newest = undefined;
          if (event.kind !== 'statusReport') continue;
          const { status, time } = event;
          const again = ended && followed.get(ended);
          const wasTrue =
            ended === undefined ||
            // It was on its way when the association ended.
            time - ended.time <= LONGEST_ON_UU ||
            (again !== undefined && again <= time);
          const contrary =
            status === 'successfulAssociation'
              ? wasTrue
                ? undefined
                : ended
              : status === 'failureTimeout' &&
                  newest?.candidates.some(
                    ({ sKwt }) => completed !== undefined && equalConstantTime(sKwt, completed.pmk),
                  )
                ? completed
                : undefined;
          if (contrary === undefined) continue;
          yield {
            frames: [contrary.frame, event.frame],
            message:
              contrary.kind === 'ending'
                ? `The UE reports ${status} in ${inFrames([event.frame])}, but its association ended in ${inFrames([contrary.frame])} and no handshake followed.`
                : `The UE reports ${status} in ${inFrames([event.frame])}, but its handshake under the newest S-KWT was complete with ${inFrames([contrary.frame])}.`,
          };
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
      eapolKey({ record, run, isCopy, time }) {
        if (isCopy) return undefined;
        if (record.message === 'M1') began ??= time;
        // Where no MIC of a handshake fits it is the keys given that do not. M4 may be seen behind the report, if the WLAN is slow.
        else if (record.mic !== 'invalid' || run?.ptk === undefined)
          follow(began !== undefined && began > time - LONGEST_ON_UU ? began : time - LONGEST_ON_UU);
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
