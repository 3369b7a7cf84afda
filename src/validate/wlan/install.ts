import { copyOf } from '../../codecs/copy.js';
import type { EapolKey } from '../../codecs/dot11/eapol-key.js';
import { equalConstantTime } from '../../crypto/mic.js';
import type { At } from '../at.js';
import { remember, type Session } from '../session.js';
import { prepared } from './derivation.js';
import { groupKeysIn } from './group-keys.js';
import { addGroupKey } from './open.js';
import { newPnWindow } from './packet-number.js';
import type { FoundKey, ProvenPtk } from './session-keys.js';

/** Keys that a frame may be under while handshakes go on: old and new ones, and those of failed attempts. */
const PTKS_KEPT = 8;

/** Takes a PTK beside those before it, behind the one in use, which a handshake that fails does not replace. */
export function installPtk(session: Session, ptk: ProvenPtk, { time }: At): void {
  const key: FoundKey = { kind: 'ptk', frame: ptk.frame, octets: ptk.ptk };
  session.found.push(key);
  session.ptks = [...session.ptks.slice(0, 1), ptk, ...session.ptks.slice(1)].slice(0, PTKS_KEPT);
  session.emit({ kind: 'key', frame: ptk.frame, time, key, isKnown: false });
}

/** Takes the group keys out of key data in clear. */
export function installGroupKeys(session: Session, key: EapolKey, plain: Uint8Array, at: At): void {
  for (const { kind, octets, keyId } of groupKeysIn(key, plain))
    if (kind === 'gtk') installGtk(session, octets, keyId, at);
    else installIgtk(session, kind, octets, keyId, at);
}

/** Takes a GTK into use at the AP of `session`. */
export function installGtk(session: Session, gtk: Uint8Array, keyId: number, at: At): void {
  foundGroupKey(session, { kind: 'gtk', frame: at.frame, keyId, octets: gtk }, at);
  const { bss, security } = session;
  const cipher = security?.groupCipher ?? bss.groupCipher;
  const key = cipher === undefined ? undefined : prepared(cipher, gtk);
  if (key === undefined) return;
  const known = bss.groupKeys.find(k => k.keyId === keyId && equalConstantTime(k.key.tk, gtk));
  if (known === undefined) addGroupKey(bss, { key, keyId, pns: newPnWindow() });
}

/** IGTKs that a frame may be under while a new one is handed out. */
const INTEGRITY_KEYS_KEPT = 4;

/** Takes an integrity key of the AP. */
export function installIgtk(
  session: Session,
  kind: 'igtk' | 'bigtk',
  octets: Uint8Array,
  keyId: number,
  at: At,
): void {
  foundGroupKey(session, { kind, frame: at.frame, keyId, octets }, at);
  if (kind !== 'igtk') return;
  const known = session.integrityKeys.find(k => k.keyId === keyId && equalConstantTime(k.octets, octets));
  const key = known ?? { keyId, octets: copyOf(octets) };
  session.integrityKeys = remember(session.integrityKeys, key, INTEGRITY_KEYS_KEPT);
}

/** Group keys that a further frame may carry again; only its first frame is told. */
const REPEATED_KEYS = 32;

function foundGroupKey(session: Session, found: FoundKey, { frame, time }: At): void {
  const key = { ...found, octets: copyOf(found.octets) };
  const isKnown = session.found
    .slice(-REPEATED_KEYS)
    .some(k => k.kind === key.kind && equalConstantTime(k.octets, key.octets));
  if (!isKnown) session.found.push(key);
  session.emit({ kind: 'key', frame, time, key, isKnown });
}
