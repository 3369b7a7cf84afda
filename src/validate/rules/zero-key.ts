import type { At } from '../at.js';
import type { OpenedZeroEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { isAdmission } from '../wlan/admission.js';
import type { Run } from '../wlan/run.js';

/** Frames under a key of zeros, and group keys that are none but zeros. */
export const zeroKey: Rule = {
  id: 'zero-key',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.4 and 12.6.18',
  explanation:
    'Frames are protected under a key of zeros, with which anybody can decrypt and forge them: wpa_supplicant 2.4 and 2.5 install one if M3 comes again, because they have cleared the TK by then (KRACK, CVE-2017-13077). Some chips send what they still hold in this way when an association ends (Kr00k, CVE-2019-15126), and an AP with a group key of zeros has not made one.',
  watch: session => {
    const observed = new Set<string>();
    const isNew = (what: string): boolean => !observed.has(what) && observed.add(what) !== undefined;
    /** The handshake of the latest M3, and that one where it is not the first. */
    let latest: Run | undefined;
    let againM3: At | undefined;
    let ended: At | undefined;
    return {
      eapolKey({ record, run, isCopy }) {
        if (isCopy) return undefined;
        ended = undefined;
        if (record.message !== 'M3') return undefined;
        againM3 = run === latest ? record : undefined;
        latest = run;
        return undefined;
      },
      management({ body }) {
        if (isAdmission(body)) ended = undefined;
        return undefined;
      },
      ending({ frame, time }) {
        ended = { frame, time };
        return undefined;
      },
      openedZero(event) {
        return isNew(senderOf(event)) ? [observe(session, event, againM3, ended)] : undefined;
      },
      key({ key: { kind, keyId, octets }, frame }) {
        if (octets.some(octet => octet !== 0) || !isNew(`${kind} ${keyId}`)) return undefined;
        const message = `The AP hands out ${kind.toUpperCase()} ${keyId} in ${session.inFrames([frame])}, which is all zeros.`;
        return [{ frames: [frame], message }];
      },
    };
  },
};

const senderOf = ({ fromAp, isGroup }: OpenedZeroEvent): string =>
  !fromAp ? 'The station' : isGroup ? 'The AP, to a group,' : 'The AP';

/** @param againM3 an M3 that came again, and `ended` the end of the association, where it was before the frame */
function observe(
  { inFrames }: Session,
  event: OpenedZeroEvent,
  againM3: At | undefined,
  ended: At | undefined,
): Observation {
  const { frame, fromAp } = event;
  const sends = `${senderOf(event)} sends under a key of zeros in ${inFrames([frame])}`;
  if (ended !== undefined)
    return {
      frames: [ended.frame, frame],
      message: `${sends}, behind the end of the association in ${inFrames([ended.frame])} (Kr00k).`,
    };
  if (fromAp || againM3 === undefined) return { frames: [frame], message: `${sends}.` };
  return {
    frames: [againM3.frame, frame],
    message: `${sends}: M3 came again in ${inFrames([againM3.frame])}, and it has installed a TK that it had cleared (KRACK).`,
  };
}
