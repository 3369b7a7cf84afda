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
}

/** BIP's suites (IEEE 802.11-2020, Table 9-149). The length of a key and of the MIC leaves one, or two. */
const GROUP_MANAGEMENT_CIPHERS = ['00-0F-AC:6', '00-0F-AC:11', '00-0F-AC:12', '00-0F-AC:13'];

/** Frames that are doubted at a time; those of a flood beyond it are told at once. */
const DOUBTED_KEPT = 256;

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
  if (session.doubted.length < DOUBTED_KEPT) session.doubted.push(doubted);
  else tell(session, doubted, doubted.at, 'open');
}

function tell(
  session: Session,
  { ending, flaw, isToAll }: DoubtedEnding,
  { frame, time }: At,
  outcome: DroppedEndingEvent['outcome'],
): void {
  session.emit({ kind: 'droppedEnding', frame, time, ending, flaw, isToAll, outcome });
}

/** A protected frame shows that the side that sent it still has its keys: what would have ended them is not from it, or was none. */
export function goesOn(session: Session, fromAp: boolean, at: At): void {
  const by = fromAp ? 'ap' : 'station';
  const belied = session.doubted.filter(({ ending }) => ending.by === by);
  session.doubted = session.doubted.filter(({ ending }) => ending.by !== by);
  for (const doubted of belied) tell(session, doubted, at, 'belied');
}

/**
 * The frame that ended the association after all, if there is one in doubt as the station associates anew: its sender, which
 * sent nothing under its keys since, had lost them; or its receiver took what it is to drop.
 */
export function endedAfterAll(session: Session, at: At): DoubtedEnding | undefined {
  const [first] = session.doubted;
  for (const doubted of session.doubted) tell(session, doubted, at, 'taken');
  session.doubted = [];
  return first;
}

/** What is still in doubt stays so. */
export function leaveDoubt(session: Session, at: At): void {
  for (const doubted of session.doubted) tell(session, doubted, at, 'open');
  session.doubted = [];
}
