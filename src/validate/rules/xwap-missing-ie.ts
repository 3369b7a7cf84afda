import type { XwapEvent } from '../lte-events.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';

/** An XwAP message without what it has to have. */
export const xwapMissingIe: Rule = {
  id: 'xwap-missing-ie',
  severity: 'error',
  clause: 'TS 36.463, 9.1 and 10, and TS 36.413, 10.3.5',
  explanation:
    'A mandatory IE, or one whose condition is met, is missing from an XwAP message. Its receiver acts by the criticality that the specification gives the IE, and for most IEs refuses the message.',
  watch: session => ({ xwap: event => judge(session, event) }),
};

function* judge({ inFrames }: Session, event: XwapEvent): Iterable<Observation> {
  const missing = event.problems.filter(({ kind }) => kind === 'missing').map(({ ie }) => ie);
  if (missing.length > 0)
    yield {
      frames: [event.frame],
      message: `${event.view.message} in ${inFrames([event.frame])} lacks ${missing.join(', ')}.`,
    };
}
