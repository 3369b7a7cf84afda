import { SECOND } from '../at.js';
import type { XwapUnexpectedEvent } from '../lte-events.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { watchToEnd } from '../watch/to-end.js';

/** By then SCTP would have acknowledged what the capture may lack (RFC 9260, 6.2: 500 ms at most). */
const PATIENCE = SECOND;

const reasonOf = ({ misfit, isFromWt, xw }: XwapUnexpectedEvent): string => {
  switch (misfit) {
    case 'tag':
      return 'comes under another SCTP verification tag than that of the association, so that its receiver discards it';
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
    case 'in-use':
      return `has the ENB UE XwAP ID ${xw.enbUeXwapId} (hexadecimal) of a UE that has not been released`;
    case 'released':
      return 'is for a UE that the eNB has released';
    case 'no-setup':
      return 'comes while Xw is not set up';
  }
};

/** An XwAP message in the wrong direction, at the wrong time, or of another association. */
export const xwapUnexpected: Rule = {
  id: 'xwap-unexpected',
  severity: 'error',
  clause: 'TS 36.463, 8 and 10, and TS 36.413, 10.4 and 10.6; RFC 9260, 8.5',
  explanation:
    'A node sent an XwAP message that its peer alone may send, or that does not fit what went before: an answer to no request, a message of a UE that the WT has not accepted or that is released, an addition under an id in use, another procedure before Xw Setup, or anything under the verification tag of another association, as somebody does who forges it blindly. To the receiver that is a logical error, so it does not act on the message and may report it in an Error Indication; what has another tag does not even come that far.',
  watch: session => watchToEnd(['xwapUnexpected'], events => judge(session, events)),
};

function* judge(
  { inFrames, seenUntil }: Session,
  events: readonly XwapUnexpectedEvent[],
): Iterable<Observation> {
  for (const event of events) {
    const { frame, time, message, misfit, isSure } = event;
    if (!isSure && misfit !== 'tag' && seenUntil(event) < time + PATIENCE) continue;
    yield {
      frames: [frame],
      message: `${message} in ${inFrames([frame])} ${reasonOf(event)}${isSure ? '' : ', as far as the capture shows'}.`,
      // No peer is to blame for what somebody else sends, and it has no effect.
      ...(isSure && misfit !== 'tag' ? {} : { severity: 'warning' }),
    };
  }
}
