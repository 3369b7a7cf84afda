import { between, SECOND } from '../at.js';
import { isBlind } from '../blind.js';
import type { Rule } from '../rule.js';
import { watchToEnd } from '../watch/to-end.js';

/** Far more than a UE may take: 15 ms, and 2 s to reach the target of a handover (TS 36.331, 11.2 and 7.3, T304). */
const PATIENCE = 2n * SECOND;

/** An RRC request without its answer. */
export const rrcTransactionOpen: Rule = {
  id: 'rrc-transaction-open',
  severity: 'warning',
  clause: 'TS 36.331, 5.3.5 and 5.1.2',
  explanation:
    'An RRC request has no answer with its transaction identifier. The UE did not get it, could not comply, or failed to reach the target cell, so the eNB does not know which S-KWT the UE has.',
  watch: ({ inFrames }) =>
    watchToEnd(['rrcTransaction', 'gap', 'rrc'], function* (events) {
      for (const event of events) {
        if (event.kind !== 'rrcTransaction' || event.complete !== undefined || event.isNeedless) continue;
        const { request, what, wtCounter } = event;
        if (between(request, event) < PATIENCE || isBlind(events, 'uu', request, event)) continue;
        yield {
          frames: [request.frame],
          message: `The ${what === 'security-mode' ? 'SecurityModeCommand' : `RRCConnectionReconfiguration${what === 'handover' ? ' for the handover' : ''}`} in ${inFrames([request.frame])}${
            wtCounter === undefined ? '' : `, with WT Counter ${wtCounter},`
          } is not answered.`,
        };
      }
    }),
};
