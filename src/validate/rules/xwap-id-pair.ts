import type { XwapEvent } from '../lte-events.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';

/** An XwAP message with UE XwAP IDs that are not of one UE. */
export const xwapIdPair: Rule = {
  id: 'xwap-id-pair',
  severity: 'error',
  clause: 'TS 36.463, 10, and TS 36.413, 10.6',
  explanation:
    'One UE XwAP ID of an XwAP message belongs to a UE whose other ID differs from that in the message, as WT Addition Request and its answer assigned them. The receiver cannot tell which UE is meant: it refuses the message with the cause unknown-pair-of-UE-XwAP-ID, or sends an Error Indication, and releases the UE locally.',
  watch: session => ({ xwap: event => judge(session, event) }),
};

function* judge({ inFrames }: Session, { frame, problems, view, xw }: XwapEvent): Iterable<Observation> {
  if (problems.some(({ kind }) => kind === 'id-pair'))
    yield {
      frames: [frame],
      message: `${view.message} in ${inFrames([frame])} has UE XwAP IDs that are no pair: the WT Addition of that UE gave it ${xw.enbUeXwapId} at the eNB and ${xw.wtUeXwapId} at the WT (hexadecimal).`,
    };
}
