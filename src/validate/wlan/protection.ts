import type { ElementNamed } from '../../codecs/dot11/element.js';
import type { Dot11Frame } from '../../codecs/dot11/frame.js';
import { ADDRESS_2, sameAddress } from '../../codecs/dot11/header.js';
import { packetNumberOf } from '../../codecs/dot11/packet-number.js';
import { checkBip } from '../../crypto/bip.js';
import { cipherSuite } from '../../crypto/cipher-suite.js';
import { type At, between, CLOCKS_APART, isBefore } from '../at.js';
import type { DroppedEndingEvent } from '../event.js';
import { type Bss, bssOf, type Tracked } from '../session.js';
import { announcedRsne } from './announcement.js';
import type { Ending } from './ending.js';
import type { IntegrityKey } from './session-keys.js';

/** BIP's suites (IEEE 802.11-2020, Table 9-149). The length of a key and of the MIC leaves one, or two. */
const GROUP_MANAGEMENT_CIPHERS = ['00-0F-AC:6', '00-0F-AC:11', '00-0F-AC:12', '00-0F-AC:13'];

/** Whether the two protect robust management frames: both say that they can (IEEE 802.11-2020, 12.6.3), or there is an IGTK. */
function areProtected(session: Tracked): boolean {
  if (session.integrityKeys.length > 0) return true;
  const ofAp = announcedRsne(session)?.capabilities;
  return session.security?.isMfpCapable === true && ofAp?.managementFrameProtectionCapable === true;
}

/** Whether a side has installed keys, so that what it sends is under them. */
function hasKeys({ keyed, latest, traffic }: Tracked, by: Ending['by']): boolean {
  const run = latest.pairwise;
  if (!keyed || run === undefined) return keyed;
  const { frames, records } = run;
  // A handshake in clear is of a new association, of which the capture lacks the beginning.
  if (!run.complete && !run.isInUse)
    return frames.M2 === undefined || records.some(record => record.protected);
  if (by === 'station' || run.kind !== 'initial') return true;
  // An AP that repeats M3 of a first handshake has not taken M4, and has no key yet (12.7.6.5).
  const m3 = records.findLastIndex(({ message }) => message === 'M3');
  if (m3 <= records.findIndex(({ message }) => message === 'M4')) return true;
  const [, { frame, time }] = traffic;
  return time !== undefined && isBefore(records[m3]!, { frame, time });
}

const isFrom = (bss: Bss | undefined, mpdu: Uint8Array): boolean =>
  bss !== undefined && sameAddress(bss.address, 0, mpdu, ADDRESS_2);

/** Whether the capture may lack, or not open, the M3 or G1 that brings another IGTK in place of one. */
const mayLackKey = ({ closed: [, ofAp], missing }: Tracked, { handed }: IntegrityKey): boolean =>
  missing(handed, true) > 0 || (ofAp !== undefined && isBefore(handed, ofAp));

/**
 * What is wrong with the protection of a group addressed frame (IEEE 802.11-2020, 12.5.4.6); nothing where no IGTK is known that
 * could tell.
 */
function flawOfGroup(
  session: Tracked,
  frame: Partial<Dot11Frame>,
  mpdu: Uint8Array,
  at: At,
): DroppedEndingEvent['flaw'] | undefined {
  const elements = 'elements' in frame ? (frame.elements ?? []) : [];
  const mme = elements.find((e): e is ElementNamed<'Management MIC'> => e.element === 'Management MIC');
  if (mme === undefined) return 'clear';
  const keys = session.integrityKeys.filter(
    ({ keyId, linkId }) => keyId === mme.keyId && isFrom(bssOf(session, linkId), mpdu),
  );
  const right = keys.find(({ octets }) =>
    GROUP_MANAGEMENT_CIPHERS.some(
      cipher =>
        cipherSuite(cipher)?.keyLength === octets.length && checkBip(cipher, octets, mpdu)?.valid === true,
    ),
  );
  const [latest] = keys;
  if (latest === undefined) return undefined;
  if (right === undefined) return mayLackKey(session, latest) ? 'key' : 'mic';
  if (packetNumberOf(mme.ipn) > right.ipn) return undefined;
  return between(right.handed, at) > CLOCKS_APART ? 'replayed' : 'late';
}

/** Whether another AP let the station in, which has sent nothing to this one since: it has no keys for it any more. */
const isElsewhere = ({ bss, traffic: [{ frame, time }], whereabouts: { admission } }: Tracked): boolean =>
  admission !== undefined &&
  admission.bss !== bss &&
  (time === undefined || isBefore({ frame, time }, admission));

/**
 * Why the receiver drops a deauthentication or disassociation: because it is in clear, or has a wrong MIC or a packet number of
 * before, though the two protect management frames and have keys (IEEE 802.11-2020, 12.6.19). Undefined where it takes it.
 * @param frame what could be read of `mpdu`, a frame that is not encrypted
 */
export function flawOf(
  session: Tracked,
  frame: Partial<Dot11Frame>,
  mpdu: Uint8Array,
  at: At,
  { by, isToAll }: { readonly by: Ending['by']; readonly isToAll: boolean },
): DroppedEndingEvent['flaw'] | undefined {
  if (!hasKeys(session, by) || !areProtected(session)) return undefined;
  if (by === 'ap' && isElsewhere(session)) return undefined;
  return isToAll ? flawOfGroup(session, frame, mpdu, at) : 'clear';
}
