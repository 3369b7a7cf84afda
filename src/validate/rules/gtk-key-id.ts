import { equalConstantTime } from '../../crypto/mic.js';
import type { Rule } from '../rule.js';
import { isAdmission } from '../wlan/admission.js';
import { sendsToNoGroup } from '../wlan/announcement.js';
import { type CarriedKey, gtksUnder } from '../wlan/group-keys.js';

/** Another GTK under the key ID of the one that it takes the place of. */
export const gtkKeyId: Rule = {
  id: 'gtk-key-id',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.7.2',
  explanation:
    'The AP hands out a new GTK under the key ID of the GTK that is in use. Stations that do not have the new key yet take group frames under it for damaged ones, and stations that have it can no longer decrypt frames under the old one.',
  watch: session => {
    let inUse: (CarriedKey & { readonly frame: number }) | undefined;
    let counter: bigint | undefined;
    return {
      management({ body }) {
        if (isAdmission(body)) inUse = undefined;
        return undefined;
      },
      eapolKey({ record, key, run, frame, isCopy }) {
        if (!key.keyInformation.keyAck || isCopy) return undefined;
        // A counter that was passed over is that of a message which the capture lost, maybe with a GTK in it; one that is lower is
        // of another association.
        const follows = counter !== undefined && key.keyReplayCounter === counter + 1n;
        counter = key.keyReplayCounter;
        if (!follows || run?.kind === 'initial') inUse = undefined;
        if (record.message !== 'M3' && record.message !== 'G1') return undefined;
        const before = inUse;
        const next =
          record.mic === 'valid' && run?.ptk !== undefined ? gtksUnder(key, run.ptk)?.[0] : undefined;
        inUse = next && { ...next, frame };
        if (next === undefined || before?.keyId !== next.keyId || sendsToNoGroup(session)) return undefined;
        if (equalConstantTime(before.octets, next.octets)) return undefined;
        const { inFrames } = session;
        const message = `${record.message} in ${inFrames([frame])} brings another GTK under key ID ${next.keyId}, which is that of the GTK in use, of ${inFrames([before.frame])}.`;
        return [{ frames: [before.frame, frame], message }];
      },
    };
  },
};
