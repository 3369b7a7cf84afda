import { equalConstantTime } from '../../crypto/mic.js';
import type { Observation, Rule } from '../rule.js';
import { isAdmission } from '../wlan/admission.js';
import { sendsToNoGroup } from '../wlan/announcement.js';
import { type CarriedKey, gtksUnder } from '../wlan/group-keys.js';

type InUse = ReadonlyMap<number | undefined, CarriedKey & { readonly frame: number }>;
const NONE: InUse = /* @__PURE__ */ new Map();

/** Another GTK under the key ID of the one that it takes the place of. */
export const gtkKeyId: Rule = {
  id: 'gtk-key-id',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.7.2',
  explanation:
    'The AP hands out a new GTK under the key ID of the GTK that is in use. Stations that do not have the new key yet take group frames under it for damaged ones, and stations that have it can no longer decrypt frames under the old one.',
  watch: session => {
    /** By link ID; that of an AP which is no link of an AP MLD by `undefined`. */
    let inUse = NONE;
    /** The replay counter of the AP's latest message with a right MIC; and up to where M1, which has none, go on from there. */
    let proven: bigint | undefined;
    let reached: bigint | undefined;
    return {
      management({ body }) {
        if (isAdmission(body)) inUse = NONE;
        return undefined;
      },
      eapolKey({ record, key, run, frame, isCopy }) {
        if (!key.keyInformation.keyAck || isCopy) return undefined;
        const { keyReplayCounter: counter } = key;
        if (run?.kind === 'initial') inUse = NONE;
        if (record.message === 'M1' && reached !== undefined && counter === reached + 1n) reached = counter;
        // What has no right MIC anyone can send. If it is the AP's all the same, its counter is passed over.
        if ((record.message !== 'M3' && record.message !== 'G1') || record.mic !== 'valid') return undefined;
        // A counter that was passed over is that of a message which the capture lost, maybe with a GTK in it; one that is lower is
        // of another association.
        const follows =
          proven !== undefined && reached !== undefined && counter > proven && counter <= reached + 1n;
        proven = counter;
        reached = counter;
        if (!follows) inUse = NONE;
        const before = inUse;
        const gtks = (run?.ptk === undefined ? undefined : gtksUnder(key, run.ptk)) ?? [];
        // A G1 may be for some links only.
        const kept = gtks[0]?.linkId === undefined ? [] : before;
        inUse = new Map([...kept, ...gtks.toReversed().map(gtk => [gtk.linkId, { ...gtk, frame }] as const)]);
        if (sendsToNoGroup(session)) return undefined;
        return [...inUse].flatMap(([linkId, next]): readonly Observation[] => {
          const old = before.get(linkId);
          if (next.frame !== frame || old?.keyId !== next.keyId) return [];
          if (equalConstantTime(old.octets, next.octets)) return [];
          const { inFrames } = session;
          const link = linkId === undefined ? '' : ` for link ${linkId}`;
          const message = `${record.message} in ${inFrames([frame])} brings another GTK${link} under key ID ${next.keyId}, which is that of the GTK in use, of ${inFrames([old.frame])}.`;
          return [{ frames: [old.frame, frame], message }];
        });
      },
    };
  },
};
