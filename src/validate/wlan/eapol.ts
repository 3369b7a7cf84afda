import { copyOf } from '../../codecs/copy.js';
import { EAPOL_PACKET_TYPE } from '../../codecs/dot11/eapol.js';
import { DESCRIPTOR_TYPE } from '../../codecs/dot11/eapol-key.js';
import { decodeKeyData } from '../../codecs/dot11/kde.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { messageOf, openKeyData } from '../../crypto/handshake.js';
import { type At, isBefore, SECOND } from '../at.js';
import { remember } from '../bounded.js';
import type { KeyRing } from '../keys/key-ring.js';
import { isMultiLink, type PendingFrame, type RecentFrame, type Tracked } from '../session.js';
import { move, runOf } from './assembly.js';
import { handshakeGoesOn, isGivenUp } from './association-end.js';
import { claim } from './claims.js';
import { isOf, type Proof, prove } from './derivation.js';
import type { EapolKeyRecord } from './eapol-key-record.js';
import { installGroupKeys, installPtk } from './install.js';
import { enter, learnLinks } from './links.js';
import { closeRun, completeRun } from './open-runs.js';
import { readEapolKey } from './read-eapol-key.js';
import type { Run } from './run.js';
import { learnFromKeyData } from './security.js';
import type { ProvenPtk } from './session-keys.js';

/** Distinct nonces and unchecked frames that a session keeps: as many as one handshake with its repetitions has. */
const NONCES_KEPT = 4;
const PENDING_KEPT = 8;
/** EAPOL-Key frames that a copy is looked for among, and the nanoseconds that it may come behind. */
const RECENT_KEPT = 16;
const LATEST_COPY = 5n * SECOND;
/** Frames of the station in one run that cannot be read. */
const UNREAD_KEPT = 16;

/** Notes down that the station answered in a run, with what cannot be read. */
function noteUnread(run: Run | undefined, at: At): void {
  if (run === undefined || run.isOver || run.complete) return;
  run.unread = [...(run.unread ?? []), at].slice(0, UNREAD_KEPT);
}

/**
 * Takes one EAPOL-Key frame into the session: which message it is, whether its MIC is right and under which
 * PMK, and the keys that it proves or carries.
 * @param eapol the EAPOL frame, from the protocol version on
 * @returns the number of the frame, or of that which it is a copy of; undefined for one that is not read
 */
export function trackEapolKey(
  session: Tracked,
  ring: KeyRing,
  eapol: Uint8Array,
  at: At,
  mac: {
    /** Undefined where it was captured without its MAC frame, as over Ethernet. */
    readonly isProtected: boolean | undefined;
    readonly isRetry: boolean;
    /** Undefined there, too. */
    readonly sequenceNumber: number | undefined;
    readonly fromAp: boolean;
  },
): number | undefined {
  // A copy, because what is kept of it must not keep the file's chunk in memory.
  const bytes = copyOf(eapol);
  const key = readEapolKey(bytes);
  if (key === undefined) {
    if (!mac.fromAp && bytes[1] === EAPOL_PACKET_TYPE.key) noteUnread(session.latest.any, at);
    return undefined;
  }
  const { frame, time } = at;
  const { isProtected, sequenceNumber } = mac;
  const record: EapolKeyRecord = {
    frame,
    time,
    message: messageOf(key),
    replayCounter: key.keyReplayCounter.toString(),
    protected: isProtected,
    mic: key.keyInformation.keyMic ? 'unverified' : 'none',
    pmk: undefined,
    pmkidOf: undefined,
  };
  session.eapolKeyFrames.push(record);
  session.report();
  // A station that is not associated has no way to send or be sent one (IEEE 802.11-2020, 11.3.3).
  enter(session);
  const isSame = (other: RecentFrame): boolean =>
    other.sequenceNumber === undefined ||
    sequenceNumber === undefined ||
    other.sequenceNumber === sequenceNumber;
  const original = session.recent.find(
    other => isSame(other) && time - other.record.time < LATEST_COPY && sameOctets(other.bytes, bytes),
  )?.record;
  /** Those that the frame shows to be over. It may bring the nonce that tells their verdicts, so they are closed behind it. */
  const over: Run[] = [];
  const run = original === undefined ? runOf(session, record, key, over) : holderOf(session, original);
  const isCopy = original !== undefined;
  const pending: PendingFrame = {
    kind: 'eapolKey',
    frame,
    time,
    record,
    key,
    bytes,
    run,
    isCopy,
    sequenceNumber,
  };
  if (original === undefined) {
    session.recent = remember(session.recent, { record, bytes, sequenceNumber }, RECENT_KEPT);
    take(session, ring, pending);
  } else takeCopy(session, ring, pending, original);
  for (const one of over) closeRun(session, one, record);
  session.emit(pending);
  const sent = original?.frame ?? frame;
  if (mac.isRetry) session.acks.sentAgain.add(sent);
  return sent;
}

/** The run of which a frame is by now, as {@link move} may have found another. */
const holderOf = ({ runs }: Tracked, record: EapolKeyRecord): Run | undefined =>
  runs.findLast(({ records }) => records.includes(record));

/** Takes from a frame what it tells, and gives it its verdict. */
function take(session: Tracked, ring: KeyRing, frame: PendingFrame): void {
  const { key, run } = frame;
  const { message } = frame.record;
  const isNew =
    message === 'M2'
      ? takeNonce(session, 'sNonces', key.keyNonce)
      : (message === 'M1' || message === 'M3') && takeNonce(session, 'aNonces', key.keyNonce);
  if (message === 'M1' && run !== undefined) takePmkid(run, frame);
  const before = session.security;
  learnFromKeyData(session, message, key.keyData);
  settle(session, ring, frame, NONCES_KEPT);
  // An RSNE that no right MIC covers may be damaged.
  if (frame.record.mic === 'invalid' && before !== undefined) session.security = before;
  if (isNew) retryPending(session, ring, frame);
}

/** A frame that came before tells nothing new; its verdict is that of the first. */
function takeCopy(session: Tracked, ring: KeyRing, frame: PendingFrame, first: EapolKeyRecord): void {
  const { record } = frame;
  record.mic = first.mic;
  record.pmk = first.pmk;
  record.pmkidOf = first.pmkidOf;
  const naming = frame.run?.naming;
  if (naming?.has(first)) naming.add(record);
  if (record.mic === 'unverified') verify(session, ring, frame, NONCES_KEPT);
}

/** Whether the nonce is one that the session did not know. */
function takeNonce(session: Tracked, kind: 'aNonces' | 'sNonces', nonce: Uint8Array): boolean {
  const known = session[kind].find(other => sameOctets(other, nonce));
  session[kind] = remember(session[kind], known ?? nonce, NONCES_KEPT);
  return known === undefined;
}

function takePmkid(run: Run, { key, record }: PendingFrame): void {
  const items = decodeKeyData(key.keyData, { lax: true }).value;
  const pmkid = items.find(item => 'kde' in item && item.kde === 'PMKID')?.pmkid;
  if (pmkid === undefined) return;
  if (!sameOctets(run.pmkid, pmkid)) run.naming = new Set();
  run.naming?.add(record);
  run.pmkid = pmkid;
}

/** Judges the frame, and takes from it what it proves or carries. */
function settle(session: Tracked, ring: KeyRing, pending: PendingFrame, nonces: number): void {
  const { record } = pending;
  const ptk = record.mic === 'none' ? undefined : verify(session, ring, pending, nonces);
  if (ptk?.mld !== undefined && record.message === 'M2')
    learnLinks(session, 'M2', decodeKeyData(pending.key.keyData, { lax: true }).value);
  const { run } = pending;
  if (run !== undefined && ptk !== undefined && isMadeIn(run, ptk)) handshakeGoesOn(session, run, record);
  if (record.message === 'M3' || record.message === 'G1') takeGroupKeys(session, pending, ptk);
  if (run !== undefined && record.message === 'M4' && isOfChangedPmk(run)) delete run.ptk;
  // A receiver drops a message whose MIC is not right; but where no MIC of a run fits, it is the keys given that do not.
  const accepted = record.mic === 'valid' || run?.ptk === undefined;
  if (run === undefined || (record.message !== 'M4' && record.message !== 'G2') || !accepted) return;
  if (run.isOver || (ptk !== undefined && !isMadeIn(run, ptk))) return;
  if (record.message === 'G2') run.complete = true;
  else if (!isGivenUp(session, run)) {
    if ((session.keyed || session.lost !== undefined) && run.ptk === undefined) claim(session, run, record);
    completeRun(session, run);
  }
}

/**
 * Whether the station went over to a PMK that is not known, between two answers to M1: M2, M3 and M4, which follow each other, all
 * have a MIC that no key given makes, and M3 is sent only after an M2 that is right, and M4 after such an M3 (IEEE 802.11-2020,
 * 12.7.6).
 */
function isOfChangedPmk({ records }: Run): boolean {
  const last = (['M2', 'M3', 'M4'] as const).map(wanted =>
    records.findLast(({ message }) => message === wanted),
  );
  const [m2, m3, m4] = last;
  return (
    last.every(record => record?.mic === 'invalid') &&
    isBefore(m2!, m3!) &&
    isBefore(m3!, m4!) &&
    m3!.replayCounter === m4!.replayCounter
  );
}

/** Whether a PTK may be that of the handshake; one for group keys has none of its own. */
const isMadeIn = ({ aNonce }: Run, ptk: ProvenPtk): boolean =>
  aNonce === undefined || sameOctets(aNonce, ptk.aNonce);

/**
 * Gives the frame its verdict; what cannot be told yet is kept for when more nonces are known.
 * @param nonces how many of the latest nonces of each side to try
 * @returns the PTK under which its MIC is right
 */
function verify(
  session: Tracked,
  ring: KeyRing,
  pending: PendingFrame,
  nonces: number,
): ProvenPtk | undefined {
  const { record } = pending;
  const known = session.ptks.find(ptk => isOf(ptk, pending));
  const proof = known === undefined ? tryNonces(session, ring, pending, nonces) : undefined;
  const ptk = known ?? proof?.ptk;
  if (ptk !== undefined) {
    record.mic = 'valid';
    if (record.message === 'M2' || record.message === 'M4') session.proven(ptk.pmk.pmk);
    const { frame, time, message } = record;
    session.emit({ kind: 'pmkInUse', frame, time, message, pmk: ptk.pmk.pmk });
    record.pmk = ptk.pmk.name;
    move(session, pending, ptk);
    if (pending.run !== undefined && isMadeIn(pending.run, ptk)) pending.run.ptk = ptk;
    return ptk;
  }
  if (proof?.tried === true && isJudgeable(session, pending)) record.mic = 'invalid';
  session.pending = remember(session.pending, pending, PENDING_KEPT);
  return undefined;
}

/** Looks for keys with the nonces that go with the message; M4, G1, G2 and requests have none of their own. */
function tryNonces(session: Tracked, ring: KeyRing, pending: PendingFrame, nonces: number): Proof {
  const { key, record } = pending;
  const { aNonces, sNonces } = session;
  const proof =
    record.message === 'M2'
      ? prove(session, ring, pending, aNonces.slice(0, nonces), [key.keyNonce])
      : record.message === 'M3'
        ? prove(session, ring, pending, [key.keyNonce], sNonces.slice(0, nonces))
        : prove(session, ring, pending, aNonces.slice(0, 1), sNonces.slice(0, 1));
  if (proof.security !== undefined) session.security ??= proof.security;
  if (proof.ptk !== undefined) installPtk(session, proof.ptk, record);
  return proof;
}

/**
 * Whether a MIC that no known PTK makes is wrong: only where the capture shows both nonces of the handshake
 * that made the PTK, and for M2 and M4 the very message that it answers.
 */
function isJudgeable(session: Tracked, { record, key, run }: PendingFrame): boolean {
  switch (record.message) {
    case 'M2':
      return run?.counters.has(key.keyReplayCounter) === true && isBehindM1(run, record);
    case 'M3':
      return hasBothNonces(run);
    case 'M4':
      // Without the M3 that it answers it may be of another handshake, of which the capture lacks all else.
      return run?.counters.has(key.keyReplayCounter) === true && hasBothNonces(run);
    default:
      // What came encrypted was opened: so its handshake is known.
      return record.protected === true || hasBothNonces(session.latest.pairwise);
  }
}

/** Whether an M1 came before. Otherwise the capture lacks that which it answers, perhaps of another association. */
const isBehindM1 = ({ records }: Run, m2: EapolKeyRecord): boolean =>
  records.some(record => record.message === 'M1' && isBefore(record, m2));

const hasBothNonces = (run: Run | undefined): boolean =>
  run?.aNonce !== undefined && run.frames.M2 !== undefined;

/** Tries again, with a key that came to light, the frames that no key has fitted yet. */
export function retryAll(session: Tracked, ring: KeyRing): void {
  const frames = session.pending;
  session.pending = [];
  // In their order: the newest is first.
  for (const frame of frames.toReversed()) if (!frame.run?.isOver) settle(session, ring, frame, NONCES_KEPT);
}

/** Tries again, with the nonce that `latest` brought, the frames that came before it. */
function retryPending(session: Tracked, ring: KeyRing, latest: PendingFrame): void {
  const { pending } = session;
  session.pending = [];
  for (const frame of pending.toReversed())
    if (frame === latest) session.pending = remember(session.pending, frame, PENDING_KEPT);
    else settle(session, ring, frame, 1);
}

/**
 * The group keys of an M3 or G1. AES key wrap has an integrity check of its own, so a key that opens is taken
 * even where the frame's MIC is wrong: the authenticator did send it. RC4 has none, nor has what is in clear.
 * @param proven the PTK under which the MIC is right
 */
function takeGroupKeys(session: Tracked, frame: PendingFrame, proven: ProvenPtk | undefined): void {
  const { key, record, run } = frame;
  const ptks = proven !== undefined ? [proven] : isAesWrapped(frame) ? session.ptks : [];
  for (const ptk of ptks) {
    const plain = openKeyData(ptk.kek, key);
    if (plain === undefined) continue;
    if (run !== undefined) run.ptk ??= ptk;
    if (isMultiLink(session)) learnLinks(session, record.message, decodeKeyData(plain, { lax: true }).value);
    installGroupKeys(session, key, plain, record);
    return;
  }
}

/** WPA wraps the key data of G1 without saying so. */
const isAesWrapped = ({ key, record }: PendingFrame): boolean =>
  key.keyInformation.keyDescriptorVersion !== 1 &&
  (key.keyInformation.encryptedKeyData ||
    (key.descriptorType === DESCRIPTOR_TYPE.wpa && record.message === 'G1'));
