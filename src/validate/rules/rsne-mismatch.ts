import { encodeElements } from '../../codecs/dot11/element.js';
import { decodeKeyData } from '../../codecs/dot11/kde.js';
import { isLeaving, REASON } from '../../codecs/dot11/reason-codes.js';
import { akmSuite } from '../../crypto/akm.js';
import { openKeyData } from '../../crypto/handshake.js';
import { MILLISECOND } from '../at.js';
import type { EapolKeyEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import { bssOf, isMultiLink, type Session } from '../session.js';
import { type Difference, differences, differencesText } from '../watch/differences.js';
import { type Request, watchRequests } from '../watch/requests.js';
import { DAMAGED, watchRuns } from '../watch/runs.js';
import { type Announcement, announcementOf } from '../wlan/announcement.js';
import { type Ending, reasonText } from '../wlan/ending.js';
import { LONGEST_WAIT, type Run } from '../wlan/run.js';

/** Nanoseconds within which an AP ends the association on account of what it finds in M2: hostapd does so as M2 comes. */
const AT_ONCE = 100n * MILLISECOND;

/** What was known as a message of the handshake came: when the handshake is over, there may be another association. */
interface Before {
  readonly requested: Request | undefined;
  readonly announced: Announcement | undefined;
  readonly isFt: boolean | undefined;
}

type Message = Before & Pick<EapolKeyEvent, 'frame' | 'key'>;

/** Elements of the handshake that are not those of before it. */
export const rsneMismatch: Rule = {
  id: 'rsne-mismatch',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.3 and 12.7.6.4',
  explanation:
    'The RSNE or RSNXE of M2 is not that of the association request, or that of M3 is not that of the beacon. The handshake repeats them under a MIC, so that nobody can make the two agree on weaker suites unnoticed: a side that finds a difference, also where but one has an RSNXE, ends the association with reason 17 (a warning where the capture does not show the difference), hostapd with 2.',
  watch: session => {
    const { watcher, requested } = watchRequests();
    const beforeOf = new WeakMap<EapolKeyEvent, Before>();
    const runs = watchRuns((run, events, { time }) => judge(session, run, events, time, beforeOf));
    return {
      ...watcher,
      ...runs,
      eapolKey(event) {
        const isFt = akmSuite(session.security?.akm ?? '')?.isFt;
        beforeOf.set(event, { requested: requested(), announced: announcementOf(session), isFt });
        return runs.eapolKey(event);
      },
    };
  },
};

/**
 * @param time at which the handshake is over
 * @param beforeOf what was known as each message came
 */
function* judge(
  session: Session,
  run: Run,
  events: readonly EapolKeyEvent[],
  time: bigint,
  beforeOf: WeakMap<EapolKeyEvent, Before>,
): Iterable<Observation> {
  const { inFrames } = session;
  const first = (message: string): Message | undefined => {
    const event = events.find(({ record }) => record.message === message && record.mic === 'valid');
    return event && { frame: event.frame, key: event.key, ...beforeOf.get(event)! };
  };
  // What ends the association much later has another reason.
  const end = time - run.latestTime <= LONGEST_WAIT ? run.ending : undefined;
  const isClaimed = (by: Ending['by']): boolean =>
    end?.by === by && end.reason === REASON.elementMismatch && !run.complete;
  const m2 = first('M2');
  if (m2 !== undefined && !m2.key.keyInformation.encryptedKeyData) {
    const name = `M2 in ${inFrames([m2.frame])}`;
    const refusal = refusalOfM2(run, end);
    const isClaim = refusal !== undefined && isClaimed('ap');
    const { requested: before } = m2;
    const isCompared = isClaim || (refusal !== undefined && isAtOnce(run, time));
    const found = before && changed(m2, { keyData: m2.key.keyData, before }, isCompared);
    if (before !== undefined && found !== undefined && found.length > 0) {
      const text = differencesText(found, name, `association request in ${inFrames([before.frame])}`);
      yield ofM2(session, run, [before.frame, m2.frame], text, refusal);
    } else if (isClaim) yield unseen(session, refusal, name, 'association request', before ? [before] : []);
  }
  const m3 = first('M3');
  const plain = m3 && run.ptk && openKeyData(run.ptk.kek, m3.key);
  if (m3 !== undefined && plain !== undefined) {
    const name = `M3 in ${inFrames([m3.frame])}`;
    const isClaim = isClaimed('station');
    const compared = comparedInM3(session, m3, plain);
    const found = compared.flatMap(one => changed(m3, one, isClaim));
    if (found.length > 0) yield ofM3(session, run, m3, differencesText(found, name, 'beacon'), end);
    else if (isClaim)
      yield unseen(
        session,
        end!,
        name,
        'beacon',
        compared.map(({ before }) => before),
      );
  }
}

/** What of a message is compared, and with what. */
interface Comparison {
  readonly keyData: Uint8Array;
  readonly before: Request | Announcement;
  /** The link that it is of, with multi-link operation. */
  readonly linkId?: number;
}

/**
 * The elements that are not those of before.
 * @param isCompared whether it shows that its receiver compares elements that one side lacks, too: peers that know nothing of the
 *   RSNXE leave it out
 */
const changed = (
  { key, isFt }: Message,
  { keyData, before, linkId }: Comparison,
  isCompared: boolean,
): readonly Difference[] =>
  differences(key, keyData, before, isFt)
    .filter(({ how }) => isCompared || how === 'other')
    .map(({ name, how }) => ({ how, name: linkId === undefined ? name : `${name} of link ${linkId}` }));

/**
 * What of M3 is compared with beacons: with multi-link operation M3 has the elements of the AP of each link in a KDE of its own (IEEE
 * Std 802.11be-2024, 12.7.6.4). Nothing without a beacon to compare with.
 */
function comparedInM3(session: Session, m3: Message, plain: Uint8Array): readonly Comparison[] {
  if (!isMultiLink(session))
    return m3.announced === undefined ? [] : [{ keyData: plain, before: m3.announced }];
  const links = decodeKeyData(plain, { lax: true }).value.flatMap(item =>
    'kde' in item && item.kde === 'MLO Link' ? [item] : [],
  );
  return links.flatMap(({ linkId, elements }) => {
    const bss = bssOf(session, linkId);
    const before = bss === session.bss ? m3.announced : bss?.announcements[0];
    return before === undefined ? [] : [{ keyData: encodeElements(elements), before, linkId }];
  });
}

/**
 * The end by which an AP refuses M2: one that gives up has not heard M2, or not taken it for another reason; one that goes away says
 * nothing of it.
 */
const refusalOfM2 = ({ frames }: Run, end: Ending | undefined): Ending | undefined =>
  frames.M3 === undefined &&
  end?.by === 'ap' &&
  end.reason !== REASON.handshakeTimeout &&
  !isLeaving(end.reason)
    ? end
    : undefined;

/** Whether a handshake is over as soon as M2 came. */
const isAtOnce = ({ records, latestTime, complete }: Run, time: bigint): boolean =>
  !complete && records.at(-1)?.message === 'M2' && time - latestTime <= AT_ONCE;

/** A clause as a sentence, without its full stop. */
const sentence = (clause: string): string => `${clause[0]!.toUpperCase()}${clause.slice(1)}`;

function ofM2(
  { inFrames }: Session,
  run: Run,
  frames: readonly [request: number, m2: number],
  text: string,
  refusal: Ending | undefined,
): Observation {
  return {
    frames,
    ...(refusal === undefined ? { severity: 'warning' } : {}),
    message: `${sentence(text)}${
      refusal !== undefined
        ? `; the AP ends the association in ${inFrames([refusal.frame])}${reasonText(refusal)}.`
        : run.frames.M3 === undefined
          ? '.'
          : `. ${DAMAGED}`
    }`,
  };
}

function ofM3(
  { inFrames }: Session,
  run: Run,
  { frame }: Message,
  text: string,
  ending: Ending | undefined,
): Observation {
  const end = run.complete ? undefined : ending;
  return {
    frames: [frame, ...(end === undefined ? [] : [end.frame])],
    ...(end === undefined ? { severity: 'warning' } : {}),
    message: `${sentence(text)}${
      end !== undefined
        ? `; the ${end.by === 'ap' ? 'AP' : 'station'} ends the association in ${inFrames([end.frame])}${reasonText(end)}.`
        : run.complete
          ? `. ${DAMAGED}`
          : '.'
    }`,
  };
}

/**
 * A side that found a difference, which the capture does not show.
 * @param befores what the message was compared with
 */
function unseen(
  { inFrames }: Session,
  { frame, by, reason }: Ending,
  message: string,
  before: string,
  befores: readonly Comparison['before'][],
): Observation {
  const isCut = befores.some(one => one.isCut);
  return {
    frames: [frame],
    severity: 'warning',
    message: `The ${by === 'ap' ? 'AP' : 'station'} ends the association in ${inFrames([frame])}, reason ${reason}, after ${message}, ${
      befores.length === 0
        ? `and the capture has no ${before} to compare that with`
        : isCut
          ? `and the capture has cut off the end of the ${before} to compare that with`
          : `though its elements are those of the ${before}: it may hold one of before, which the capture lacks`
    }.`,
  };
}
