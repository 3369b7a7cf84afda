import { between, isBlind, type LteRule, SECOND, watchToEnd } from '../lte-rule.js';

/** Far more than a UE may take: 15 ms, and 2 s to reach the target of a handover (TS 36.331, 11.2 and 7.3, T304). */
const PATIENCE = 2n * SECOND;

/** An RRC request without its answer. */
export const rrcTransactionOpen: LteRule = {
  id: 'rrc-transaction-open',
  severity: 'warning',
  clause: 'TS 36.331, 5.3.5 and 5.1.2',
  explanation:
    'An RRC request has no answer with its transaction identifier. The UE did not get it, could not comply, or failed to reach the target cell; so the eNB does not know which S-KWT it has.',
  watch: () =>
    watchToEnd(
      ({ kind }) => kind === 'rrc-transaction' || kind === 'gap' || kind === 'rrc',
      function* (events) {
        for (const event of events) {
          if (event.kind !== 'rrc-transaction' || event.complete !== undefined || event.isNeedless) continue;
          const { request, until, what, wtCounter } = event;
          if (between(request, until) < PATIENCE || isBlind(events, 'uu', request, until)) continue;
          yield {
            frames: [request.frame],
            message: `The ${what === 'security-mode' ? 'SecurityModeCommand' : `RRCConnectionReconfiguration${what === 'handover' ? ' for the handover' : ''}`} in frame ${request.frame}${
              wtCounter === undefined ? '' : `, with WT Counter ${wtCounter},`
            } is not answered.`,
          };
        }
      },
    ),
};
