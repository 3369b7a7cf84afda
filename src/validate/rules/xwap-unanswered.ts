import { xwapProcedures } from '../../codecs/xwap/index.js';
import { between, isBlind, type LteRule, SECOND, watchToEnd } from '../lte-rule.js';

/** The specification sets no time (TS 36.463, 8.8 and 8.9); this is far more than a peer that answers takes. */
const PATIENCE = 2n * SECOND;

/** A request over Xw without its response. */
export const xwapUnanswered: LteRule = {
  id: 'xwap-unanswered',
  severity: 'warning',
  clause: 'TS 36.463, 8.1',
  explanation:
    'A procedure that asks for a response got none. Whether the peer has carried the request out is not known: after a WT Modification Request, neither which S-KWT the WT uses.',
  watch: () =>
    watchToEnd(
      ({ kind }) => kind === 'xwap-procedure' || kind === 'gap',
      function* (events) {
        for (const event of events) {
          if (event.kind !== 'xwap-procedure' || event.outcome !== 'unanswered' || event.isNeedless) continue;
          const { request, until, procedure } = event;
          if (between(request, until) < PATIENCE || isBlind(events, 'xw', request, until)) continue;
          const name = xwapProcedures
            .find(one => one.name === procedure)
            ?.messages.find(({ outcome }) => outcome === 'initiatingMessage')?.name;
          yield {
            frames: [request.frame],
            message: `The ${name} in frame ${request.frame} is not answered.`,
          };
        }
      },
    ),
};
