import { SECOND } from '../at.js';
import type { XwapUnexpectedEvent } from '../lte-events.js';
import type { Rule } from '../rule.js';
import { watchToEnd } from '../watch/to-end.js';

/** By then SCTP would have acknowledged what the capture may lack (RFC 9260, 6.2: 500 ms at most). */
const PATIENCE = SECOND;

const reasonOf = ({ misfit, isFromWt, xw }: XwapUnexpectedEvent): string => {
  switch (misfit) {
    case 'direction':
      return isFromWt
        ? 'comes from the WT, though only an eNB sends it'
        : 'comes from the eNB, though only a WT sends it';
    case 'unasked':
      return 'answers no request';
    case 'before-acknowledge':
      return 'comes before the WT has acknowledged the WTAdditionRequest';
    case 'unknown-ids':
      return `is of the UE XwAP IDs ${xw.enbUeXwapId} at the eNB and ${xw.wtUeXwapId} at the WT (hexadecimal), which no addition gave to a UE`;
    case 'no-setup':
      return 'comes while Xw is not set up';
  }
};

/** An XwAP message in the wrong direction, or at the wrong time. */
export const xwapUnexpected: Rule = {
  id: 'xwap-unexpected',
  severity: 'error',
  clause: 'TS 36.463, 8 and 10, and TS 36.413, 10.4 and 10.6',
  explanation:
    'A node sent an XwAP message that its peer alone may send, or that does not fit what went before: an answer to no request, a message of a UE that the WT has not accepted, or another procedure before Xw Setup. To the receiver that is a logical error, so it does not act on the message and may report it in an Error Indication.',
  watch: ({ inFrames, seenUntil }) =>
    watchToEnd(['xwapUnexpected'], function* (events) {
      for (const event of events) {
        const { frame, time, message, isSure } = event;
        if (!isSure && seenUntil(event) < time + PATIENCE) continue;
        yield {
          frames: [frame],
          message: `${message} in ${inFrames([frame])} ${reasonOf(event)}${isSure ? '' : ', as far as the capture shows'}.`,
          ...(isSure ? {} : { severity: 'warning' }),
        };
      }
    }),
};
