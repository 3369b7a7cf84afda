import { DESCRIPTOR_TYPE } from '../../codecs/dot11/eapol-key.js';
import type { Element } from '../../codecs/dot11/element.js';
import { decodeElements, encodeElements } from '../../codecs/dot11/element.js';
import { decodeKeyData } from '../../codecs/dot11/kde.js';
import { REASON } from '../../codecs/dot11/reason-codes.js';
import { akmSuite } from '../../crypto/akm.js';
import { openKeyData } from '../../crypto/handshake.js';
import type { EapolKeyEvent } from '../event.js';
import { listed, type Observation, type Rule } from '../rule.js';
import { type Session, sameOctets } from '../session.js';
import { DAMAGED, watchRuns } from '../watch/runs.js';
import { announcementOf } from '../wlan/announcement.js';
import { reasonText } from '../wlan/ending.js';
import type { Run } from '../wlan/run.js';
import { type SecurityElements, securityElements } from '../wlan/security.js';

/** What an element is called. */
const NAMES: Readonly<Record<keyof SecurityElements, string>> = {
  RSN: 'RSNE',
  WPA: 'WPA element',
  RSNX: 'RSNXE',
  'Mobility Domain': 'MDE',
};

/** Elements of the handshake that are not those of before it. */
export const rsneMismatch: Rule = {
  id: 'rsne-mismatch',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.3 and 12.7.6.4',
  explanation:
    'The RSNE of M2 is not that of the association request, or the RSNE of M3 is not that of the beacon. The handshake repeats them under a MIC, so that nobody can make the two agree on weaker suites unnoticed: a side that finds a difference ends the association with reason 17.',
  watch: session => {
    let requested: { readonly frame: number; readonly elements: readonly Element[] } | undefined;
    const runs = watchRuns(function* (run, events) {
      const isFt = session.security !== undefined && akmSuite(session.security.akm)?.isFt === true;
      const first = (message: string): EapolKeyEvent | undefined =>
        events.find(({ record }) => record.message === message && record.mic === 'valid');
      const m2 = first('M2');
      if (m2 !== undefined && requested !== undefined) {
        const names = differing(m2, m2.key.keyData, requested.elements, isFt);
        if (names.length > 0) yield ofM2(session, run, m2, requested.frame, names);
      }
      const announced = announcementOf(session);
      const m3 = first('M3');
      const plain = m3 && run.ptk && openKeyData(run.ptk.kek, m3.key);
      if (m3 !== undefined && plain !== undefined && announced !== undefined) {
        const names = differing(m3, plain, announced, isFt);
        if (names.length > 0) yield ofM3(session, run, m3, names);
      }
    });
    return {
      ...runs,
      management({ frame, body }) {
        if (body.kind !== 'association-request' && body.kind !== 'reassociation-request') return undefined;
        // Read from a copy, because what is kept must not keep the file’s chunk in memory.
        const { value } = decodeElements(encodeElements(body.elements ?? []), { lax: true });
        requested = { frame, elements: value };
        return undefined;
      },
    };
  },
};

/** The elements that differ from those of before, as far as both have them. */
function differing(
  { key }: EapolKeyEvent,
  keyData: Uint8Array,
  before: readonly Element[],
  isFt: boolean,
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
  { frame }: EapolKeyEvent,
  request: number,
  names: readonly string[],
): Observation {
  const { ending } = run;
  // An AP that gives up has not heard M2, or not taken it for another reason.
  const isRefused =
    run.frames.M3 === undefined && ending?.by === 'ap' && ending.reason !== REASON.handshakeTimeout;
  return {
    frames: [request, frame],
    ...(isRefused ? {} : { severity: 'warning' }),
    message: `The ${listed(names)} of M2 in ${inFrames([frame])} ${names.length === 1 ? 'is' : 'are'} not that of the association request in ${inFrames([request])}${
      isRefused
        ? `; the AP ends the association in ${inFrames([ending.frame])}${reasonText(ending)}.`
        : run.frames.M3 === undefined
          ? '.'
          : `. ${DAMAGED}`
    }`,
  };
}

function ofM3(
  { inFrames }: Session,
  run: Run,
  { frame }: EapolKeyEvent,
  names: readonly string[],
): Observation {
  const end = run.complete ? undefined : run.ending;
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
