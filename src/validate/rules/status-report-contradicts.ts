import { equalConstantTime } from '../../crypto/mic.js';
import type { AssociationEndEvent, PmkInUseEvent, UeSKwtEvent } from '../lte-events.js';
import { isBlind, type LteRule, watchToEnd } from '../lte-rule.js';

/** A UE that reports another state of its WLAN connection than the air shows. */
export const statusReportContradicts: LteRule = {
  id: 'status-report-contradicts',
  severity: 'warning',
  clause: 'TS 36.331, 5.6.15.3 and 5.6.15.4',
  explanation:
    'The UE reports a success though its WLAN association has ended and no handshake followed, or a time-out though a handshake under its newest S-KWT was completed. The eNB goes by the report: it routes data to a WLAN that is not there, or gives up one that is.',
  watch: () =>
    watchToEnd(
      ({ kind }) =>
        kind === 'status-report' ||
        kind === 'pmk-in-use' ||
        kind === 'association-end' ||
        kind === 's-kwt' ||
        kind === 'gap',
      function* (events) {
        let ended: AssociationEndEvent | undefined;
        let completed: PmkInUseEvent | undefined;
        let newest: UeSKwtEvent | undefined;
        for (const event of events) {
          if (event.kind === 'association-end') {
            ended = event;
            completed = undefined;
          } else if (event.kind === 'pmk-in-use') {
            ended = undefined;
            if (event.message === 'M4') completed = event;
          } else if (event.kind === 's-kwt' && event.side === 'ue') newest = event;
          if (event.kind !== 'status-report') continue;
          const { at, status } = event;
          const contrary =
            status === 'successfulAssociation'
              ? ended
              : status === 'failureTimeout' &&
                  newest?.candidates.some(
                    ({ sKwt }) => completed !== undefined && equalConstantTime(sKwt, completed.pmk),
                  )
                ? completed
                : undefined;
          if (contrary === undefined || isBlind(events, 'wlan', contrary.at, at)) continue;
          yield {
            frames: [contrary.at.frame, at.frame],
            message:
              contrary.kind === 'association-end'
                ? `The UE reports ${status} in frame ${at.frame}, but its association ended in frame ${contrary.at.frame} and no handshake followed.`
                : `The UE reports ${status} in frame ${at.frame}, but its handshake under the newest S-KWT was complete with frame ${contrary.at.frame}.`,
          };
        }
      },
    ),
};
