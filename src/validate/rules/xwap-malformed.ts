import type { XwapEvent } from '../lte-events.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import type { XwapProblem } from '../xw/problems.js';

const says: Partial<Record<XwapProblem['kind'], string>> = {
  'wrong-order': 'is behind an IE that it should precede',
  'too-many': 'is there more than once',
  'erroneously-present': 'is there though its condition is not met',
  'no-wlan': 'has an item without BSSID, SSID and HESSID',
};

/** An XwAP message that is put together wrongly. */
export const xwapMalformed: Rule = {
  id: 'xwap-malformed',
  severity: 'error',
  clause: 'TS 36.463, 9.2.28 and 10, and TS 36.413, 10.2, 10.3.6 and 10.4',
  explanation:
    'An XwAP message is not an encoding of a PDU, or has IEs in the wrong order, more than once or where they do not belong, or has a mobility set with a WLAN that has no name. Its receiver refuses it with a transfer syntax error, as falsely constructed, or with a semantic error.',
  watch: session => ({ xwap: event => judge(session, event) }),
};

function* judge({ inFrames }: Session, event: XwapEvent): Iterable<Observation> {
  for (const { kind, ie, path } of event.problems) {
    const frame = event.frame;
    if (kind === 'transfer-syntax')
      yield {
        frames: [frame],
        message: `The XwAP message in ${inFrames([frame])} cannot be decoded from ${path} on.`,
      };
    else if (says[kind] !== undefined)
      yield {
        frames: [frame],
        message: `${ie} of ${event.view.message} in ${inFrames([frame])} ${says[kind]}.`,
      };
  }
}
