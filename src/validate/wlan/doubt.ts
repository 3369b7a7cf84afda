import { type At, CLOCKS_APART } from '../at.js';
import type { ClearDataEvent, DroppedEndingEvent } from '../event.js';
import type { Run } from './run.js';
import type { IntegrityKey, ProvenPtk } from './session-keys.js';

/** A frame that would end the association, which its receiver drops, as long as it is not known what became of it. */
export interface DoubtedEnding extends Pick<DroppedEndingEvent, 'ending' | 'flaw' | 'isToAll'> {
  readonly at: At;
  /** Nanoseconds since the station was let in, as far as that is known. */
  readonly age: bigint | undefined;
  /** The runs that it would end. */
  readonly runs: readonly Run[];
  /** The PTKs that were known by then. */
  readonly ptks: readonly ProvenPtk[];
  /** A frame of its sender behind it that is under its keys. */
  goesOn?: At;
}

/** A frame in clear that ends the association where the two protect no management frames: anybody can send it. */
export interface ClearEnding extends Pick<DroppedEndingEvent, 'ending' | 'isToAll'> {
  readonly at: At;
  /** Nanoseconds since the station was let in, as far as that is known. */
  readonly age: bigint | undefined;
  /** The runs that it ends. */
  readonly runs: readonly Run[];
  /** The PTKs that were known by then. */
  readonly ptks: readonly ProvenPtk[];
  /** A frame of its receiver, long behind it, that is under the keys. */
  goesOn?: At;
}

/** What an association had whose end, or that another one began, was told in clear. */
export interface LostAssociation {
  readonly at: At;
  /** None where a response let the station in anew. */
  readonly ends: readonly ClearEnding[];
  /** Frames that ended it, though their receiver is to drop them, unless it goes on. */
  readonly taken: readonly DoubtedEnding[];
  readonly ptks: readonly ProvenPtk[];
  readonly integrityKeys: readonly IntegrityKey[];
  readonly latest: { pairwise?: Run; group?: Run; any?: Run; before?: Run };
}

/** A data frame in clear behind an end that is told in clear: its sender may have had these PTKs all the same. */
export interface ClearBehindEnd {
  readonly event: ClearDataEvent;
  readonly ptks: readonly ProvenPtk[];
}

/** By how much management frames of a network came again. */
interface Sniffed {
  readonly lag: bigint;
}

/** Who keeps the frames that are in doubt, and tells what became of them. */
interface Doubting {
  doubted: DoubtedEnding[];
  lost?: LostAssociation | undefined;
  readonly bss: Sniffed;
  readonly emit: (event: DroppedEndingEvent) => void;
}

/** Frames that are in doubt at a time: of a flood the first are told as the next comes. */
const DOUBTED_KEPT = 256;

/** Takes note of an end that its receiver drops. */
export function doubt(session: Doubting, doubted: DoubtedEnding): void {
  if (session.doubted.length >= DOUBTED_KEPT) leaveDoubt(session, doubted.at);
  session.doubted.push(doubted);
}

/** Whether a frame may be from before the association, shown by a second sniffer whose clock is as much behind. */
export const mayBeOfBefore = ({ age }: Pick<ClearEnding, 'age'>, { lag }: Sniffed): boolean =>
  age !== undefined && age < lag;

function tell(
  session: Doubting,
  doubted: DoubtedEnding,
  { frame, time }: At,
  outcome: DroppedEndingEvent['outcome'],
): void {
  const { ending, flaw, isToAll } = doubted;
  const isOfBefore = mayBeOfBefore(doubted, session.bss);
  session.emit({ kind: 'droppedEnding', frame, time, ending, flaw, isToAll, outcome, isOfBefore });
}

/**
 * Takes note that a side still has its keys, as it sent a frame under them with a packet number beyond all before: what would have
 * ended the association is not from it. Keys that it has since then are no sign: they may be of an association that the capture
 * lacks the beginning of.
 */
export function goesOn(
  { doubted }: Pick<Doubting, 'doubted'>,
  ptk: ProvenPtk,
  fromAp: boolean,
  at: At,
): void {
  const by = fromAp ? 'ap' : 'station';
  for (let i = doubted.length - 1; i >= 0; i--) {
    const one = doubted[i]!;
    if (one.ending.by !== by || !one.ptks.includes(ptk)) continue;
    if (one.goesOn !== undefined) return;
    one.goesOn = at;
  }
}

/**
 * The frames that ended the association after all, of those in doubt as the station associates anew: their sender had lost its keys,
 * or their receiver took what it is to drop.
 */
export function endedAfterAll(session: Doubting, at: At): readonly DoubtedEnding[] {
  const taken: DoubtedEnding[] = [];
  // What is closer may be of before the end, by a second sniffer whose clock is behind.
  for (const doubted of session.doubted)
    if (doubted.goesOn !== undefined && at.time - doubted.at.time > CLOCKS_APART)
      tell(session, doubted, doubted.goesOn, 'belied');
    else taken.push(doubted);
  session.doubted = [];
  return taken;
}

/** Tells of what ended the association before, which does not go on. */
export function leaveTaken(session: Doubting): void {
  const { lost } = session;
  if (lost === undefined || lost.taken.length === 0) return;
  session.lost = { ...lost, taken: [] };
  for (const doubted of lost.taken) tell(session, doubted, lost.at, 'taken');
}

/** Tells of what is in doubt as far as it is known by now. */
export function leaveDoubt(session: Doubting, at: At): void {
  leaveTaken(session);
  for (const doubted of session.doubted)
    tell(session, doubted, doubted.goesOn ?? at, doubted.goesOn === undefined ? 'open' : 'belied');
  session.doubted = [];
}
