import { type At, between, isBefore } from '../at.js';
import { LONGEST_QUEUED, LONGEST_WAIT, type Run } from './run.js';
import type { ProvenPtk } from './session-keys.js';

/** A handshake of an association with keys that is complete by an M4 whose MIC no known key makes right: anyone can send it. */
export interface Claim {
  readonly run: Run;
  readonly m4: At;
  /** The PTKs that were known by then. */
  readonly ptks: readonly ProvenPtk[];
  /** A frame long after it that is under one of these PTKs. */
  readonly goesOn?: At;
}

/** Who keeps claims. */
interface Claiming {
  claims: readonly Claim[];
  readonly ptks: readonly ProvenPtk[];
  readonly closed: readonly (At | undefined)[];
  readonly areOneClock: (a: At, b: At) => boolean;
}

/** Claims that are kept, the latest first. */
const CLAIMS_KEPT = 16;

/** Takes note of an M4 with no right MIC that makes a handshake complete, if it is the first one. */
export function claim(session: Claiming, run: Run, { frame, time }: At): void {
  if (session.ptks.length === 0 || session.claims.some(one => one.run === run)) return;
  const { ptks, claims } = session;
  session.claims = [{ run, m4: { frame, time }, ptks }, ...claims.slice(0, CLAIMS_KEPT - 1)];
}

/**
 * Takes note of a frame with a packet number beyond all before. A station encrypts under the new PTK once it has sent M4 (IEEE
 * 802.11-2020, 12.7.6.5), an AP once it has it. Where they go on under one of before, behind any frame that does not open, nothing
 * came of that handshake; as long as a second sniffer whose clock is behind may still show its other messages, that is left open.
 * @returns the handshakes of which nothing came
 */
export function belied(session: Claiming, ptk: ProvenPtk, fromAp: boolean, at: At): readonly Run[] {
  const over: Claim[] = [];
  session.claims = session.claims.flatMap((one): readonly Claim[] => {
    const { m4, ptks, run } = one;
    if (run.ptk !== undefined) return [];
    const gap = between(m4, at);
    const mayWait = gap <= (fromAp || !session.areOneClock(m4, at) ? LONGEST_WAIT : LONGEST_QUEUED);
    const goesOn = one.goesOn ?? (mayWait || !ptks.includes(ptk) ? undefined : at);
    const noted = goesOn === undefined ? one : { ...one, goesOn };
    if (gap <= LONGEST_WAIT || mayBeInUse(session, one)) return [noted];
    over.push(noted);
    return [];
  });
  return over.flatMap(belie);
}

/** Whether a frame behind M4 that does not open may be under the keys of its handshake. */
const mayBeInUse = ({ closed }: Claiming, { m4 }: Claim): boolean =>
  closed.some(at => at !== undefined && isBefore(m4, at));

function belie({ run, goesOn }: Claim): readonly Run[] {
  if (goesOn === undefined) return [];
  run.complete = false;
  run.belied = goesOn;
  return [run];
}

/** Decides by what is known, as nothing more is to come. */
export function leaveClaims(session: Claiming): void {
  for (const one of session.claims) if (one.run.ptk === undefined && !mayBeInUse(session, one)) belie(one);
  session.claims = [];
}
