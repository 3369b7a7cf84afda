import type { ElementNamed } from '../../codecs/dot11/element.js';
import type { Dot11Frame } from '../../codecs/dot11/frame.js';
import { checkBip } from '../../crypto/bip.js';
import { cipherSuite } from '../../crypto/cipher-suite.js';
import type { At } from '../at.js';
import type { DroppedEndingEvent } from '../event.js';
import type { Ending, Run, Session } from '../session.js';
import { announcementOf } from './announcement.js';

/** An IGTK that a station was handed. */
export interface IntegrityKey {
  readonly keyId: number;
  readonly octets: Uint8Array;
}

/** A frame that would end the association, which its receiver drops, as long as it is not known what became of it. */
export interface DoubtedEnding extends Pick<DroppedEndingEvent, 'ending' | 'flaw' | 'isToAll'> {
  readonly at: At;
  /** The run that it would end. */
  readonly run: Run | undefined;
  /** A frame of its sender behind it that is under its keys. */
  goesOn?: At;
}

/** BIP's suites (IEEE 802.11-2020, Table 9-149). The length of a key and of the MIC leaves one, or two. */
const GROUP_MANAGEMENT_CIPHERS = ['00-0F-AC:6', '00-0F-AC:11', '00-0F-AC:12', '00-0F-AC:13'];

/** Frames that are in doubt at a time: of a flood the first are told as the next comes. */
const DOUBTED_KEPT = 256;
/** Nanoseconds within which a frame under keys may be of before the end of them: a second sniffer's clock may be behind. */
const CLOCKS_APART = 5_000_000_000n;

/** Whether the two protect robust management frames: both say that they can (IEEE 802.11-2020, 12.6.3), or there is an IGTK. */
function areProtected(session: Session): boolean {
  if (session.integrityKeys.length > 0) return true;
  const rsn = announcementOf(session)?.find((e): e is ElementNamed<'RSN'> => e.element === 'RSN');
  return (
    session.security?.isMfpCapable === true && rsn?.capabilities?.managementFrameProtectionCapable === true
  );
}

/** Whether a side has installed keys, so that what it sends is under them. */
function hasKeys({ keyed, latest, traffic }: Session, by: Ending['by']): boolean {
  const run = latest.pairwise;
  if (!keyed || run === undefined) return keyed;
  const { M2, M3, M4 } = run.frames;
  // A handshake in clear is of a new association, of which the capture lacks the beginning.
  if (!run.complete) return M2 === undefined || run.records.some(record => record.protected);
  // An AP that repeats M3 of a first handshake has not taken M4, and has no key yet (12.7.6.5).
  const last = M3?.at(-1) ?? 0;
  return by === 'station' || run.kind !== 'initial' || last < (M4?.[0] ?? 0) || traffic[1].frame > last;
}

/** What is wrong with the protection of a group addressed frame; nothing where no IGTK is known that could tell. */
function flawOfGroup(
  session: Session,
  frame: Partial<Dot11Frame>,
  mpdu: Uint8Array,
): DroppedEndingEvent['flaw'] | undefined {
  const elements = 'elements' in frame ? (frame.elements ?? []) : [];
  const mme = elements.find((e): e is ElementNamed<'Management MIC'> => e.element === 'Management MIC');
  if (mme === undefined) return 'clear';
  const keys = session.integrityKeys.filter(({ keyId }) => keyId === mme.keyId);
  const isRight = keys.some(({ octets }) =>
    GROUP_MANAGEMENT_CIPHERS.some(
      cipher =>
        cipherSuite(cipher)?.keyLength === octets.length && checkBip(cipher, octets, mpdu)?.valid === true,
    ),
  );
  return keys.length === 0 || isRight ? undefined : 'mic';
}

/**
 * Why the receiver drops a deauthentication or disassociation: because it is in clear, or has a wrong MIC, though the two
 * protect management frames and have keys (IEEE 802.11-2020, 12.6.19). Undefined where it takes it.
 * @param frame what could be read of `mpdu`, a frame that is not encrypted
 */
export function flawOf(
  session: Session,
  frame: Partial<Dot11Frame>,
  mpdu: Uint8Array,
  { by, isToAll }: { readonly by: Ending['by']; readonly isToAll: boolean },
): DroppedEndingEvent['flaw'] | undefined {
  if (!hasKeys(session, by) || !areProtected(session)) return undefined;
  return isToAll ? flawOfGroup(session, frame, mpdu) : 'clear';
}

/** Takes note of an end that its receiver drops. */
export function doubt(session: Session, doubted: DoubtedEnding): void {
  if (session.doubted.length >= DOUBTED_KEPT) leaveDoubt(session, doubted.at);
  session.doubted.push(doubted);
}

function tell(
  session: Session,
  { ending, flaw, isToAll }: DoubtedEnding,
  { frame, time }: At,
  outcome: DroppedEndingEvent['outcome'],
): void {
  session.emit({ kind: 'droppedEnding', frame, time, ending, flaw, isToAll, outcome });
}

/**
 * Takes note that a side still has its keys, as it sent a frame under them with a packet number beyond all before: what would have
 * ended the association is not from it.
 */
export function goesOn({ doubted }: Session, fromAp: boolean, at: At): void {
  const by = fromAp ? 'ap' : 'station';
  for (let i = doubted.length - 1; i >= 0; i--) {
    const one = doubted[i]!;
    if (one.ending.by !== by) continue;
    if (one.goesOn !== undefined) return;
    one.goesOn = at;
  }
}

/**
 * The frame that ended the association after all, if there is one in doubt as the station associates anew: its sender had lost
 * its keys, or its receiver took what it is to drop.
 */
export function endedAfterAll(session: Session, at: At): DoubtedEnding | undefined {
  let end: DoubtedEnding | undefined;
  for (const doubted of session.doubted) {
    if (doubted.goesOn !== undefined && at.time - doubted.at.time > CLOCKS_APART)
      tell(session, doubted, doubted.goesOn, 'belied');
    else {
      end ??= doubted;
      tell(session, doubted, at, 'taken');
    }
  }
  session.doubted = [];
  return end;
}

/** Tells of what is in doubt as far as it is known by now. */
export function leaveDoubt(session: Session, at: At): void {
  for (const doubted of session.doubted)
    tell(session, doubted, doubted.goesOn ?? at, doubted.goesOn === undefined ? 'open' : 'belied');
  session.doubted = [];
}
