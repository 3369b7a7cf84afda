import { SECOND } from '../at.js';
import { isBlind } from '../blind.js';
import type { Rule } from '../rule.js';
import { watchToEnd } from '../watch/to-end.js';

/** The specification sets no time (TS 36.463, 8.8 and 8.9); this is far more than a peer that answers takes. */
const PATIENCE = 2n * SECOND;

/** A request over Xw without its response. */
export const xwapUnanswered: Rule = {
  id: 'xwap-unanswered',
  severity: 'warning',
  clause: 'TS 36.463, 8.1',
  explanation:
    'A procedure that asks for a response got none. Whether the peer carried out the request is unknown: after a WT Modification Request, so is which S-KWT the WT uses.',
  watch: ({ inFrames, seenUntil }) =>
    watchToEnd(['xwapProcedure', 'gap'], function* (events) {
      for (const event of events) {
        if (event.kind !== 'xwapProcedure' || event.outcome !== 'unanswered') continue;
        const { request, message, isNeedless, isOneWay } = event;
        if (isNeedless || isOneWay) continue;
        const due = { frame: request.frame, time: request.time + PATIENCE };
        if (event.time < due.time || seenUntil(request) < due.time || isBlind(events, 'xw', request, due))
          continue;
        yield {
          frames: [request.frame],
          message: `The ${message} in ${inFrames([request.frame])} is not answered.`,
        };
      }
    }),
};
