import { DESCRIPTOR_TYPE } from '../../codecs/dot11/eapol-key.js';
import { type At, isBefore } from '../at.js';
import type { Rule } from '../rule.js';
import { isMultiLink } from '../session.js';
import { gtksUnder, NO_GROUP_TRAFFIC } from '../wlan/group-keys.js';
import type { Run } from '../wlan/run.js';

/** An M3 that brings no GTK. */
export const gtkMissing: Rule = {
  id: 'gtk-missing',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.4',
  explanation:
    'M3 of an RSN handshake holds no GTK KDE, though the handshake is complete. The station has no key for group addressed frames of the AP and cannot read them; in a re-key it keeps the GTK that it has.',
  watch: session => {
    const { inFrames } = session;
    const without = new Map<Run, number[]>();
    /** The latest G1 that brings one. */
    let g1: At | undefined;
    return {
      eapolKey({ record, key, run, isCopy }) {
        if (record.mic !== 'valid' || run?.ptk === undefined || isCopy) return;
        const gtks = gtksUnder(key, run.ptk);
        if (gtks === undefined) return;
        if (gtks.length > 0) {
          if (record.message === 'G1') g1 = record;
          return;
        }
        if (record.message !== 'M3') return;
        if (key.descriptorType !== DESCRIPTOR_TYPE.rsn) return;
        if (session.security?.groupCipher === NO_GROUP_TRAFFIC) return;
        // An AP MLD hands out GTKs of each link in KDEs of their own, which are not read.
        if (isMultiLink(session)) return;
        without.set(run, [...(without.get(run) ?? []), record.frame]);
      },
      run({ run }) {
        const frames = without.get(run);
        without.delete(run);
        if (frames === undefined || !run.complete) return undefined;
        const isRekey = run.kind === 're-key';
        const later = g1 !== undefined && isBefore(run.records[0]!, g1) ? g1 : undefined;
        const result = isRekey
          ? 'the station keeps the one that it has'
          : 'the station cannot read what the AP sends to groups';
        return [
          {
            frames: later === undefined ? frames : [...frames, later.frame],
            severity: isRekey || later !== undefined ? 'warning' : 'error',
            message: `M3 in ${inFrames(frames)} brings no GTK, and the handshake goes on to its end: ${result}${
              later === undefined ? '' : `, until G1 in ${inFrames([later.frame])} brings one`
            }.`,
          },
        ];
      },
    };
  },
};
