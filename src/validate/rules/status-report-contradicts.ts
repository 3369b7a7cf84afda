import { equalConstantTime } from '../../crypto/mic.js';
import type { EndingEvent, PmkInUseEvent } from '../event.js';
import type { UeSKwtEvent } from '../lte-events.js';
import type { Rule } from '../rule.js';
import { watchToEnd } from '../watch.js';

/** A UE that reports another state of its WLAN connection than the air shows. */
export const statusReportContradicts: Rule = {
  id: 'status-report-contradicts',
  severity: 'warning',
  clause: 'TS 36.331, 5.6.15.3 and 5.6.15.4',
  explanation:
    'The UE reports a success though its WLAN association has ended and no handshake followed, or a time-out though a handshake under its newest S-KWT was completed. The eNB goes by the report: it routes data to a WLAN that is not there, or gives up one that is.',
  watch: ({ inFrames }) =>
    watchToEnd(['statusReport', 'pmkInUse', 'ending', 'sKwt', 'gap'], function* (events) {
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
        if (event.kind !== 'statusReport') continue;
        const { status } = event;
        const contrary =
          status === 'successfulAssociation'
            ? ended
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
    }),
};
