import { DESCRIPTOR_TYPE } from '../../codecs/dot11/eapol-key.js';
import type { Element } from '../../codecs/dot11/element.js';
import { decodeElements, encodeElements } from '../../codecs/dot11/element.js';
import { decodeKeyData } from '../../codecs/dot11/kde.js';
import { isLeaving, REASON } from '../../codecs/dot11/reason-codes.js';
import { akmSuite } from '../../crypto/akm.js';
import { openKeyData } from '../../crypto/handshake.js';
import { type At, between, isBefore, SECOND } from '../at.js';
import type { EapolKeyEvent } from '../event.js';
import { listed, type Observation, type Rule } from '../rule.js';
import { bssOf, isMultiLink, type Session, sameOctets } from '../session.js';
import { DAMAGED, watchRuns } from '../watch/runs.js';
import { isAdmission } from '../wlan/admission.js';
import { announcementOf } from '../wlan/announcement.js';
import { type Ending, reasonText } from '../wlan/ending.js';
import { LONGEST_WAIT, type Run } from '../wlan/run.js';
import { type SecurityElements, securityElements } from '../wlan/security.js';

/** What an element is called. */
const NAMES: Readonly<Record<keyof SecurityElements, string>> = {
  RSN: 'RSNE',
  WPA: 'WPA element',
  RSNX: 'RSNXE',
  'Mobility Domain': 'MDE',
};

/** Nanoseconds that an answer to a request takes at the most: stations wait for no more than 1 s. */
const LONGEST_ANSWER = 5n * SECOND;

interface Request extends At {
  readonly elements: readonly Element[];
}

/** What was known as a message of the handshake came: when the handshake is over, there may be another association. */
interface Before {
  readonly requested: Request | undefined;
  readonly announced: readonly Element[] | undefined;
  readonly isFt: boolean | undefined;
}

type Message = Before & Pick<EapolKeyEvent, 'frame' | 'key'>;

/** Elements of the handshake that are not those of before it. */
export const rsneMismatch: Rule = {
  id: 'rsne-mismatch',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.3 and 12.7.6.4',
  explanation:
    'The RSNE of M2 is not that of the association request, or the RSNE of M3 is not that of the beacon. The handshake repeats them under a MIC, so that nobody can make the two agree on weaker suites unnoticed: a side that finds a difference ends the association with reason 17 (a warning where the capture does not show the difference).',
  watch: session => {
    /** The latest request; and that of the association there is, which a refused one leaves as it is. */
    let requested: Request | undefined;
    let admitted: Request | undefined;
    const beforeOf = new WeakMap<EapolKeyEvent, Before>();
    const runs = watchRuns((run, events, { time }) => judge(session, run, events, time, beforeOf));
    return {
      ...runs,
      eapolKey(event) {
        const isFt = akmSuite(session.security?.akm ?? '')?.isFt;
        beforeOf.set(event, { requested, announced: announcementOf(session), isFt });
        return runs.eapolKey(event);
      },
      management({ frame, time, body }) {
        switch (body.kind) {
          case 'association-request':
          case 'reassociation-request': {
            // Read from a copy, because what is kept must not keep the file’s chunk in memory.
            const { value } = decodeElements(encodeElements(body.elements ?? []), { lax: true });
            requested = { frame, time, elements: value };
            break;
          }
          case 'association-response':
          case 'reassociation-response':
            if (!isAdmission(body)) requested = admitted;
            // The capture lacks the request that it is the answer to.
            else if (requested !== undefined && between(requested, { frame, time }) > LONGEST_ANSWER)
              requested = undefined;
            admitted = requested;
        }
        return undefined;
      },
      ending(end) {
        if (requested !== undefined && isBefore(requested, end)) requested = undefined;
        admitted = undefined;
        return undefined;
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
  const first = (message: string): Message | undefined => {
    const event = events.find(({ record }) => record.message === message && record.mic === 'valid');
    return event && { frame: event.frame, key: event.key, ...beforeOf.get(event)! };
  };
  // What ends the association much later has another reason.
  const end = time - run.latestTime <= LONGEST_WAIT ? run.ending : undefined;
  const claims = (by: Ending['by']): Ending | undefined =>
    end?.by === by && end.reason === REASON.elementMismatch && !run.complete ? end : undefined;
  const m2 = first('M2');
  if (m2 !== undefined) {
    const { requested } = m2;
    const names = requested && differing(m2, m2.key.keyData, requested.elements);
    const claim = claims('ap');
    if (names !== undefined && names.length > 0)
      yield ofM2(session, run, [requested!.frame, m2.frame], names, end);
    else if (claim !== undefined && run.frames.M3 === undefined)
      yield unseen(session, claim, `M2 in ${session.inFrames([m2.frame])}`, 'association request', names);
  }
  const m3 = first('M3');
  const plain = m3 && run.ptk && openKeyData(run.ptk.kek, m3.key);
  if (m3 !== undefined && plain !== undefined) {
    const names = differingInM3(session, m3, plain);
    const claim = claims('station');
    if (names !== undefined && names.length > 0) yield ofM3(session, run, m3, names, end);
    else if (claim !== undefined)
      yield unseen(session, claim, `M3 in ${session.inFrames([m3.frame])}`, 'beacon', names);
  }
}

/**
 * The elements of M3 that differ from those of beacons: with multi-link operation M3 has those of the AP of each link in a KDE of its
 * own (IEEE Std 802.11be-2024, 12.7.6.4). Undefined without a beacon to compare with.
 */
function differingInM3(session: Session, m3: Message, plain: Uint8Array): readonly string[] | undefined {
  if (!isMultiLink(session)) return m3.announced && differing(m3, plain, m3.announced);
  const links = decodeKeyData(plain, { lax: true }).value.flatMap(item =>
    'kde' in item && item.kde === 'MLO Link' ? [item] : [],
  );
  const compared = links.flatMap(({ linkId, elements }) => {
    const bss = bssOf(session, linkId);
    const announced = bss === session.bss ? m3.announced : bss?.announcements[0]?.elements;
    if (announced === undefined) return [];
    return [differing(m3, encodeElements(elements), announced).map(name => `${name} of link ${linkId}`)];
  });
  return compared.length === 0 ? undefined : compared.flat();
}

/** The elements that differ from those of before, as far as both have them. */
function differing(
  { key, isFt }: Message,
  keyData: Uint8Array,
  before: readonly Element[],
): readonly string[] {
  const now = securityElements(decodeKeyData(keyData, { lax: true }).value, isFt);
  const then = securityElements(before, isFt);
  const compared: readonly (keyof SecurityElements)[] =
    key.descriptorType === DESCRIPTOR_TYPE.wpa ? ['WPA'] : ['RSN', 'RSNX', 'Mobility Domain'];
  return compared
    .filter(name => {
      const [a, b] = [now[name], then[name]];
      // RSNXE and MDE are left out by peers that know nothing of them.
      if (a === undefined || b === undefined) return false;
      return !sameOctets(a, b);
    })
    .map(name => NAMES[name]);
}

function ofM2(
  { inFrames }: Session,
  run: Run,
  frames: readonly [request: number, m2: number],
  names: readonly string[],
  end: Ending | undefined,
): Observation {
  // An AP that gives up has not heard M2, or not taken it for another reason; one that goes away says nothing of it.
  const isRefused =
    run.frames.M3 === undefined &&
    end?.by === 'ap' &&
    end.reason !== REASON.handshakeTimeout &&
    !isLeaving(end.reason);
  const [request, m2] = frames;
  return {
    frames,
    ...(isRefused ? {} : { severity: 'warning' }),
    message: `The ${listed(names)} of M2 in ${inFrames([m2])} ${names.length === 1 ? 'is' : 'are'} not that of the association request in ${inFrames([request])}${
      isRefused
        ? `; the AP ends the association in ${inFrames([end.frame])}${reasonText(end)}.`
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
  names: readonly string[],
  ending: Ending | undefined,
): Observation {
  const end = run.complete ? undefined : ending;
  return {
    frames: [frame, ...(end === undefined ? [] : [end.frame])],
    ...(end === undefined ? { severity: 'warning' } : {}),
    message: `The ${listed(names)} of M3 in ${inFrames([frame])} ${names.length === 1 ? 'is' : 'are'} not that of the beacon${
      end !== undefined
        ? `; the ${end.by === 'ap' ? 'AP' : 'station'} ends the association in ${inFrames([end.frame])}${reasonText(end)}.`
        : run.complete
          ? `. ${DAMAGED}`
          : '.'
    }`,
  };
}

/** A side that found a difference, which the capture does not show. */
function unseen(
  { inFrames }: Session,
  { frame, by, reason }: Ending,
  message: string,
  before: string,
  names: readonly string[] | undefined,
): Observation {
  return {
    frames: [frame],
    severity: 'warning',
    message: `The ${by === 'ap' ? 'AP' : 'station'} ends the association in ${inFrames([frame])}, reason ${reason}, after ${message}, ${
      names === undefined
        ? `and the capture has no ${before} to compare that with`
        : `though its elements are those of the ${before}: it may hold one of before, which the capture lacks`
    }.`,
  };
}
