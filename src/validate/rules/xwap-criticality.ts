import { type LteRule, watchEach } from '../lte-rule.js';

/** An XwAP message or IE that is sent with another criticality than it has. */
export const xwapCriticality: LteRule = {
  id: 'xwap-criticality',
  severity: 'warning',
  clause: 'TS 36.463, 9.1 and 9.3',
  explanation:
    'A procedure or IE of XwAP was sent with another criticality than the specification assigns. A receiver that does not understand it ignores what it should refuse, or refuses what it could ignore.',
  watch: () =>
    watchEach(function* (event) {
      if (event.kind !== 'xwap') return;
      for (const { kind, ie, criticality } of event.problems)
        if (kind === 'criticality')
          yield {
            frames: [event.at.frame],
            message: `${ie === undefined ? '' : `${ie} of `}${event.view.message} in frame ${event.at.frame} has criticality ${criticality?.actual}, not ${criticality?.expected}.`,
          };
    }),
};
