import { copyOf } from '../../codecs/copy.js';
import type { EapolKey } from '../../codecs/dot11/eapol-key.js';
import { packetNumberOf } from '../../codecs/dot11/packet-number.js';
import { equalConstantTime } from '../../crypto/mic.js';
import type { At } from '../at.js';
import { remember } from '../bounded.js';
import { bssOf, type Tracked } from '../session.js';
import { prepared } from './derivation.js';
import { type CarriedKey, groupKeysIn } from './group-keys.js';
import { addGroupKey } from './open.js';
import { newPnWindow } from './packet-number.js';
import type { FoundKey, ProvenPtk } from './session-keys.js';

/** Keys that a frame may be under while handshakes go on: old and new ones, and those of failed attempts. */
const PTKS_KEPT = 8;

/** Takes a PTK beside those before it, behind the one in use, which a handshake that fails does not replace. */
export function installPtk(session: Tracked, ptk: ProvenPtk, { time }: At): void {
  const key: FoundKey = { kind: 'ptk', frame: ptk.frame, octets: ptk.ptk };
  session.found.push(key);
  session.ptks = [...session.ptks.slice(0, 1), ptk, ...session.ptks.slice(1)].slice(0, PTKS_KEPT);
  session.emit({ kind: 'key', frame: ptk.frame, time, key, isKnown: false });
}

/** Takes the group keys out of key data in clear. */
export function installGroupKeys(session: Tracked, key: EapolKey, plain: Uint8Array, at: At): void {
  for (const carried of groupKeysIn(key, plain))
    if (carried.kind === 'gtk') installGtk(session, carried.octets, carried.keyId, at, carried.linkId);
    else installIntegrityKey(session, carried, at);
}

/**
 * Takes a GTK into use at the AP of `session`.
 * @param linkId that of the AP, where it is affiliated with an AP MLD
 */
export function installGtk(session: Tracked, gtk: Uint8Array, keyId: number, at: At, linkId?: number): void {
  foundGroupKey(session, { kind: 'gtk', frame: at.frame, keyId, ...ofLink(linkId), octets: gtk }, at);
  const { security } = session;
  const bss = bssOf(session, linkId);
  if (bss === undefined) return;
  // Each link may have a group cipher of its own; the station names that of one.
  const cipher =
    (linkId === undefined ? undefined : bss.groupCipher) ?? security?.groupCipher ?? bss.groupCipher;
  const key = cipher === undefined ? undefined : prepared(cipher, gtk);
  if (key === undefined) return;
  const known = bss.groupKeys.find(k => k.keyId === keyId && equalConstantTime(k.key.tk, gtk));
  if (known === undefined) addGroupKey(bss, { key, keyId, pns: newPnWindow() });
}

const ofLink = (linkId: number | undefined): { readonly linkId?: number } =>
  linkId === undefined ? {} : { linkId };

/** IGTKs that a frame of one link may be under while a new one is handed out. */
const INTEGRITY_KEYS_KEPT = 4;

/** Takes an IGTK or BIGTK of the AP. */
export function installIntegrityKey(
  session: Tracked,
  { kind, octets, keyId, linkId, pn }: CarriedKey,
  at: At,
): void {
  foundGroupKey(session, { kind, frame: at.frame, keyId, ...ofLink(linkId), octets }, at);
  if (kind !== 'igtk') return;
  const known = session.integrityKeys.find(
    k => k.keyId === keyId && k.linkId === linkId && equalConstantTime(k.octets, octets),
  );
  const ipn = pn === undefined ? 0n : packetNumberOf(pn);
  const key = known ?? { keyId, linkId, octets: copyOf(octets), ipn, handed: at };
  session.integrityKeys = remember(
    session.integrityKeys,
    key,
    INTEGRITY_KEYS_KEPT * Math.max(1, session.links.length),
  );
}

/** Group keys that a further frame may carry again; only its first frame is told. */
const REPEATED_KEYS = 32;

function foundGroupKey(session: Tracked, found: FoundKey, { frame, time }: At): void {
  const key = { ...found, octets: copyOf(found.octets) };
  const isKnown = session.found
    .slice(-REPEATED_KEYS)
    .some(k => k.kind === key.kind && equalConstantTime(k.octets, key.octets));
  if (!isKnown) session.found.push(key);
  session.emit({ kind: 'key', frame, time, key, isKnown });
}
