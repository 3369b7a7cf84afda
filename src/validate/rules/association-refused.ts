import type { Dot11Frame } from '../../codecs/dot11/frame.js';
import { statusName } from '../../codecs/dot11/status-codes.js';
import { type At, isBefore } from '../at.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { byKind, newAttempts } from '../watch/attempts.js';
import { isAdmission } from '../wlan/admission.js';
import { ALGORITHM, isRefusal } from '../wlan/authentication.js';

/** An AP that does not let a station in. */
export const associationRefused: Rule = {
  id: 'association-refused',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 11.3.4, 11.3.5 and 12.4.7.6, Table 9-50',
  explanation:
    'The AP refuses the authentication of a station or its association: the status says why, such as passwords that differ (SAE, CHALLENGE_FAILURE) or suites that the AP does not allow. It is a warning where the AP has no room or the station can try in another way, or where an AP lets it in afterwards, and a note where both are so.',
  watch: session => {
    const refusals = newAttempts<Refusal>();
    const judged = (each: readonly Refusal[], entry?: At) => judge(session, each, entry);
    const entered = (event: At) => refusals.over(judged, event);
    return {
      management(event) {
        const { fromAp, body, frame } = event;
        if (!fromAp) return undefined;
        if (isAdmission(body)) return entered(event);
        const what = refusedBy(session, body);
        const status = 'statusCode' in body ? body.statusCode : undefined;
        if (what === undefined || status === undefined || !isRefusal(status)) return undefined;
        refusals.failed({ frame, time: event.time, what, status });
        return undefined;
      },
      eapolKey: entered,
      data: entered,
      *end() {
        const { admission } = session.whereabouts;
        yield* refusals.over((each, entry?: At) => {
          const isSince = entry !== undefined && isBefore(each.at(-1)!, entry);
          return judge(session, each, isSince ? entry : undefined);
        }, admission) ?? [];
      },
    };
  },
};

type Refused = 'association' | 'authentication' | 'FT authentication' | 'SAE commit' | 'SAE confirm';

interface Refusal extends At {
  readonly what: Refused;
  readonly status: number;
}

/** What a response refuses, if its status does; undefined where transition-failed tells of it. */
function refusedBy({ latest }: Session, body: Partial<Dot11Frame>): Refused | undefined {
  switch (body.kind) {
    case 'association-response':
      return 'association';
    case 'reassociation-response':
      return latest.any?.kind === 'ft' ? undefined : 'association';
    case 'authentication':
      if (body.algorithm === ALGORITHM.sae) return body.transaction === 2 ? 'SAE confirm' : 'SAE commit';
      return body.algorithm === ALGORITHM.ft ? 'FT authentication' : 'authentication';
    default:
      return undefined;
  }
}

const CHALLENGE_FAILURE = 15;

/**
 * Statuses of an AP that has no room or no means at the time, or with which stations try another group, another BSS or a whole
 * authentication in place of a PMKSA or a fast BSS transition (IEEE 802.11-2020, Table 9-50).
 */
const PASSING: ReadonlySet<number> = new Set([17, 28, 33, 34, 52, 53, 54, 55, 77, 82, 92, 93]);

/**
 * What there is to say of refusals.
 * @param entry what shows the station to be let in afterwards
 */
function* judge(
  session: Session,
  refusals: readonly Refusal[],
  entry: At | undefined,
): Iterable<Observation> {
  for (const each of byKind(refusals, ({ what, status }) => `${what} ${status}`)) {
    const [{ what, status }] = each;
    const frames = each.map(({ frame }) => frame);
    const where = session.inFrames(frames);
    const why =
      what === 'SAE confirm' && status === CHALLENGE_FAILURE ? ': the two hold different passwords' : '';
    // Without FT the station goes over to the AP by a whole association.
    const isPassing = PASSING.has(status) || what === 'FT authentication';
    yield {
      frames,
      severity: entry === undefined ? (isPassing ? 'warning' : 'error') : isPassing ? 'note' : 'warning',
      message: `The AP refuses the ${what} ${each.length === 1 ? `in ${where}` : `${each.length} times (${where})`}, status ${status} (${statusName(status)})${why}${
        entry === undefined
          ? ''
          : `; the station is let in later, as ${session.inFrames([entry.frame])} shows`
      }.`,
    };
  }
}
