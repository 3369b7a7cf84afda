import { copyOf } from '../codecs/copy.js';
import { decodeEapolKey, type EapolKey } from '../codecs/dot11/eapol-key.js';
import { decodeKeyData } from '../codecs/dot11/kde.js';
import { messageOf, openKeyData } from '../crypto/handshake.js';
import { isOf, type Proof, prove } from './derivation.js';
import { installGroupKeys, installPtk } from './install.js';
import type { KeyRing } from './keys.js';
import type { EapolKeyFrame } from './report.js';
import { learnFromKeyData } from './security.js';
import { type PendingFrame, type ProvenPtk, type Run, remember, type Session } from './session.js';

/** Distinct nonces and unchecked frames that a session keeps: as many as one handshake with its repetitions has. */
const NONCES_KEPT = 4;
const PENDING_KEPT = 8;

const same = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && a.length === b.length && a.every((octet, i) => octet === b[i]);

/**
 * Takes one EAPOL-Key frame into the session: which message it is, whether its MIC is right and under which
 * PMK, and the keys that it proves or carries.
 * @param eapol the EAPOL frame, from the protocol version on
 * @returns whether it was an EAPOL-Key frame
 */
export function trackEapolKey(
  session: Session,
  ring: KeyRing,
  eapol: Uint8Array,
  frame: number,
  isProtected: boolean,
): boolean {
  // A copy, because what is kept of it must not keep the file's chunk in memory.
  const bytes = copyOf(eapol);
  const { value, error } = decodeEapolKey(bytes, { lax: true });
  if (error !== undefined) return false;
  const key: EapolKey = value;
  const record: EapolKeyFrame = {
    frame,
    message: messageOf(key),
    replayCounter: key.keyReplayCounter.toString(),
    protected: isProtected,
    mic: key.keyInformation.keyMic ? 'unverified' : 'none',
  };
  session.eapolKeyFrames.push(record);
  const run = runOf(session, record, key);
  if (record.message === 'M1') {
    session.aNonces = keepNonce(session.aNonces, key.keyNonce);
    const pmkid = decodeKeyData(key.keyData, { lax: true }).value.find(
      item => 'kde' in item && item.kde === 'PMKID',
    );
    if (run !== undefined && pmkid !== undefined) run.pmkid = pmkid.pmkid;
  }
  if (record.message === 'M2') {
    session.sNonces = keepNonce(session.sNonces, key.keyNonce);
    learnFromKeyData(session, key.keyData);
  }
  const pending: PendingFrame = { record, key, bytes };
  if (record.mic !== 'none') verify(session, ring, pending, run);
  if (record.message === 'M3') {
    session.aNonces = keepNonce(session.aNonces, key.keyNonce);
    retryPending(session, ring);
  }
  if (record.message === 'M3' || record.message === 'G1') takeGroupKeys(session, pending, run);
  // A receiver drops a message whose MIC is wrong; but where no MIC of a run fits, it is the keys given that do not.
  const accepted = record.mic !== 'invalid' || run?.ptk === undefined;
  if (run !== undefined && (record.message === 'M4' || record.message === 'G2') && accepted) {
    run.complete = true;
    session.keyed ||= record.message === 'M4';
  }
  return true;
}

const keepNonce = (nonces: readonly Uint8Array[], nonce: Uint8Array): Uint8Array[] =>
  remember(nonces, nonces.find(known => same(known, nonce)) ?? nonce, NONCES_KEPT);

/** The run of a handshake that a frame belongs to; a first message that continues none starts one. */
function runOf(session: Session, { message, frame }: EapolKeyFrame, key: EapolKey): Run | undefined {
  if (message === 'request') return undefined;
  const isGroup = message === 'G1' || message === 'G2';
  const side = isGroup ? 'group' : 'pairwise';
  const latest = session.latest[side];
  const continues =
    latest !== undefined &&
    (message === 'M1' || message === 'M3'
      ? latest.aNonce === undefined || same(latest.aNonce, key.keyNonce)
      : !latest.complete || (message !== 'G1' && latest.counters.has(key.keyReplayCounter)));
  const run: Run = continues
    ? latest
    : {
        kind: isGroup ? 'group' : session.keyed ? 're-key' : 'initial',
        frames: {},
        counters: new Set(),
        complete: false,
      };
  if (!continues) {
    session.runs.push(run);
    session.latest[side] = run;
  }
  if (message === 'M1' || message === 'M3') run.aNonce ??= key.keyNonce;
  if (key.keyInformation.keyAck) run.counters.add(key.keyReplayCounter);
  const frames = run.frames[message];
  if (frames === undefined) run.frames[message] = [frame];
  else frames.push(frame);
  return run;
}

/** Gives the frame its verdict; what cannot be told yet is kept for when more nonces are known. */
function verify(session: Session, ring: KeyRing, pending: PendingFrame, run: Run | undefined): void {
  const { record } = pending;
  const known = session.ptks.find(ptk => isOf(ptk, pending));
  if (known !== undefined) {
    accept(session, pending, known, run);
    return;
  }
  const proof = tryNonces(session, ring, pending);
  if (proof.ptk !== undefined) {
    session.security ??= proof.security;
    installPtk(session, proof.ptk, proof.security.pairwiseCipher);
    accept(session, pending, proof.ptk, run);
    return;
  }
  if (proof.tried && isJudgeable(session, record, run)) record.mic = 'invalid';
  else session.pending = remember(session.pending, pending, PENDING_KEPT);
}

/** Looks for keys with the nonces that go with the message; M4, G1, G2 and requests have none of their own. */
function tryNonces(session: Session, ring: KeyRing, pending: PendingFrame): Proof {
  const { key, record } = pending;
  const { aNonces, sNonces } = session;
  if (record.message === 'M2') return prove(session, ring, pending, aNonces, [key.keyNonce]);
  if (record.message === 'M3') return prove(session, ring, pending, [key.keyNonce], sNonces);
  return prove(session, ring, pending, aNonces.slice(0, 1), sNonces.slice(0, 1));
}

/**
 * Whether a MIC that no known PTK makes is wrong: not where the handshake that made the PTK may be one that
 * the capture does not show.
 */
function isJudgeable(
  session: Session,
  { message, protected: isProtected }: EapolKeyFrame,
  run: Run | undefined,
): boolean {
  if (message === 'M2' || message === 'M3') return true;
  if (message === 'M4') return run?.frames.M2 !== undefined || run?.frames.M3 !== undefined;
  return isProtected || session.latest.pairwise?.frames.M2 !== undefined;
}

function accept(session: Session, { record }: PendingFrame, ptk: ProvenPtk, run: Run | undefined): void {
  record.mic = 'valid';
  record.pmk = ptk.pmk.name;
  // Both sides hold the PTK, so they are associated, even where the capture began later.
  session.associated = true;
  session.ptks = remember(session.ptks, ptk, session.ptks.length);
  if (run !== undefined) run.ptk = ptk;
}

/** Tries again the frames that came before the nonce that they need. */
function retryPending(session: Session, ring: KeyRing): void {
  const { pending } = session;
  session.pending = [];
  for (const frame of pending.toReversed()) verify(session, ring, frame, undefined);
}

/**
 * The group keys of an M3 or G1. AES key wrap has an integrity check of its own, so a key that opens is taken
 * even where the frame's MIC is wrong: the authenticator did send it. RC4 has none.
 */
function takeGroupKeys(session: Session, { key, record }: PendingFrame, run: Run | undefined): void {
  const isRc4 = key.keyInformation.keyDescriptorVersion === 1;
  const ptks = record.mic === 'valid' ? session.ptks.slice(0, 1) : isRc4 ? [] : session.ptks;
  for (const ptk of ptks) {
    const plain = openKeyData(key, ptk.kek);
    if (plain === undefined) continue;
    if (run !== undefined) run.ptk ??= ptk;
    installGroupKeys(session, key, plain, record.frame);
    return;
  }
}
