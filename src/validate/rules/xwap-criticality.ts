import type { XwapEvent } from '../lte-events.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';

/** An XwAP message or IE that is sent with another criticality than it has. */
export const xwapCriticality: Rule = {
  id: 'xwap-criticality',
  severity: 'warning',
  clause: 'TS 36.463, 9.1 and 9.3',
  explanation:
    'A procedure or IE of XwAP was sent with another criticality than the specification assigns. A receiver that does not understand it ignores what it should refuse, or refuses what it could ignore.',
  watch: session => ({ xwap: event => judge(session, event) }),
};

function* judge({ inFrames }: Session, event: XwapEvent): Iterable<Observation> {
  for (const { kind, ie, criticality } of event.problems)
    if (kind === 'criticality')
      yield {
        frames: [event.frame],
        message: `${ie === undefined ? '' : `${ie} of `}${event.view.message} in ${inFrames([event.frame])} has criticality ${criticality?.actual}, not ${criticality?.expected}.`,
      };
}
