import { DESCRIPTOR_TYPE } from '../../codecs/dot11/eapol-key.js';
import { type At, isBefore } from '../at.js';
import type { Observation, Rule } from '../rule.js';
import { isMultiLink, type Session } from '../session.js';
import { type Ending, reasonText } from '../wlan/ending.js';
import { type CarriedKey, gtksUnder, NO_GROUP_TRAFFIC } from '../wlan/group-keys.js';
import type { Run } from '../wlan/run.js';
import { listed } from '../wording.js';

/** Frames of M3, and for which links they bring no GTK, as text. */
interface Found {
  readonly frames: readonly number[];
  readonly missing: string;
}

/** An M3 that brings no GTK. */
export const gtkMissing: Rule = {
  id: 'gtk-missing',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.4',
  explanation:
    'M3 of an RSN handshake holds no GTK KDE, or with multi-link operation none for one of the links. The station has no key for group addressed frames of the AP and cannot read them; in a re-key it keeps the GTK that it has.',
  watch: session => {
    const { inFrames } = session;
    const without = new Map<Run, Found>();
    /** The latest G1 that brings one. */
    let g1: At | undefined;
    return {
      eapolKey({ record, key, run, isCopy }) {
        if (record.mic !== 'valid' || run?.ptk === undefined || isCopy) return;
        const gtks = gtksUnder(key, run.ptk);
        if (gtks === undefined) return;
        const missing = missingIn(session, gtks);
        if (missing === undefined) {
          if (record.message === 'G1') g1 = record;
          return;
        }
        if (record.message !== 'M3') return;
        if (key.descriptorType !== DESCRIPTOR_TYPE.rsn) return;
        if (session.security?.groupCipher === NO_GROUP_TRAFFIC) return;
        without.set(run, { frames: [...(without.get(run)?.frames ?? []), record.frame], missing });
      },
      run({ run }) {
        const found = without.get(run);
        without.delete(run);
        if (found === undefined) return undefined;
        const { frames, missing } = found;
        if (!run.complete)
          return run.ending?.by === 'station' ? [givenUp(session, found, run.ending)] : undefined;
        const isRekey = run.kind === 're-key';
        const later = g1 !== undefined && isBefore(run.records[0]!, g1) ? g1 : undefined;
        const result = isRekey
          ? 'the station keeps the one that it has'
          : `the station cannot read what the AP sends to groups${missing === '' ? '' : ' there'}`;
        return [
          {
            frames: later === undefined ? frames : [...frames, later.frame],
            severity: isRekey || later !== undefined ? 'warning' : 'error',
            message: `M3 in ${inFrames(frames)} brings no GTK${missing}, and the handshake goes on to its end: ${result}${
              later === undefined ? '' : `, until G1 in ${inFrames([later.frame])} brings one`
            }.`,
          },
        ];
      },
    };
  },
};

/** What is said where the station ends the association behind M3. */
function givenUp({ inFrames }: Session, { frames, missing }: Found, ending: Ending): Observation {
  return {
    frames: [...frames, ending.frame],
    message: `M3 in ${inFrames(frames)} brings no GTK${missing}, and the station ends the association in ${inFrames([ending.frame])}${reasonText(ending)}.`,
  };
}

/** For what a message brings no GTK: ` for link 1`, nothing to add without multi-link operation; undefined where it lacks none. */
function missingIn(session: Session, gtks: readonly CarriedKey[]): string | undefined {
  if (!isMultiLink(session)) return gtks.length > 0 ? undefined : '';
  // A station that is an MLD takes no GTK that is not for a link (IEEE Std 802.11be-2024, 12.7.6.4).
  const links = session.links.filter(({ station }) => station !== undefined).map(({ linkId }) => linkId);
  if (links.length === 0) return gtks.some(({ linkId }) => linkId !== undefined) ? undefined : '';
  const has = (linkId: number): boolean => gtks.some(gtk => gtk.linkId === linkId);
  const missing = links.filter(linkId => !has(linkId)).sort((a, b) => a - b);
  if (missing.length === links.length) return '';
  return missing.length === 0 ? undefined : ` for link ${listed(missing.map(String))}`;
}
