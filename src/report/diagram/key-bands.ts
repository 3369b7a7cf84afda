import type { SessionReport } from '../../validate/report.js';
import { clipped, type Folded } from '../ladder-rows.js';
import { frameKey } from '../shown.js';

/** Who holds keys. */
export type Side = 'ue' | 'wt';

/** From a row on, what a side is known to hold or to use. */
export interface KeyStep {
  readonly side: Side;
  /** Its name; undefined where it holds none any more. */
  readonly key: string | undefined;
  /** `S-KWT #2`, `still S-KWT #1`, `no S-KWT`. */
  readonly text: string;
}

/** What is known of the keys of a ladder. */
export interface KeyBands {
  /** For each row, what changes at it. */
  readonly steps: readonly (readonly KeyStep[])[];
  /** The keys that have a name, in the order of their coming up. */
  readonly known: readonly string[];
}

/** What a frame shows of a side's key; `isUse` where a MIC does, and not what the side is told. */
interface Evidence {
  readonly side: Side;
  readonly key: string | undefined;
  /** Whether `key` is the name of a key, and not only what it is from. */
  readonly isNamed: boolean;
  readonly isUse: boolean;
}

function evidenceOf({ sKwts = [], eapolKeyFrames }: SessionReport): Map<string, Evidence[]> {
  const at = new Map<string, Evidence[]>();
  const add = (key: string, evidence: Evidence): void => {
    const known = at.get(key);
    if (known === undefined) at.set(key, [evidence]);
    else known.push(evidence);
  };
  for (const { frame, side, state, pmk, wtCounter } of sKwts) {
    if (state === 'refused') continue;
    const unnamed = wtCounter === undefined ? 'S-KWT' : `S-KWT of WT Counter ${wtCounter}`;
    const key = state === 'released' ? undefined : (pmk ?? unnamed);
    add(frameKey(frame), { side, key, isNamed: pmk !== undefined, isUse: false });
  }
  for (const { frame, message, pmk } of eapolKeyFrames) {
    // Group key handshakes run under the PTK in use, whatever PMK is the latest.
    if (pmk === undefined || !['M2', 'M3', 'M4'].includes(message)) continue;
    add(frameKey(frame), { side: message === 'M3' ? 'wt' : 'ue', key: pmk, isNamed: true, isUse: true });
  }
  return at;
}

/**
 * Which key each side is known to hold, from each row on: the one that it was given last, unless a MIC shows that it uses
 * another. M2 and M4 show that of the UE or station, M3 that of the WT or AP (IEEE 802.11-2020, 12.7.6).
 */
export function keyBands(session: SessionReport, rows: readonly Folded[]): KeyBands {
  const evidence = evidenceOf(session);
  const known = new Set<string>();
  const held: Record<Side, string | undefined> = { ue: undefined, wt: undefined };
  /** What a side was given last, or shown to have come to use. */
  const latest: Record<Side, string | undefined> = { ue: undefined, wt: undefined };
  const before: Record<Side, Set<string>> = { ue: new Set(), wt: new Set() };
  const stepOf = ({ side, key, isNamed, isUse }: Evidence): KeyStep[] => {
    // Of one without a name it is not known whether it is the same again.
    if (held[side] === key && (isNamed || key === undefined)) return [];
    held[side] = key;
    if (key === undefined) return [{ side, key, text: 'no S-KWT' }];
    if (isNamed) known.add(key);
    const isOld = isUse && before[side].has(key) && latest[side] !== key;
    before[side].add(key);
    if (!isOld) latest[side] = key;
    return [{ side, key, text: clipped(isOld ? `still ${key}` : key) }];
  };
  const steps = rows.map(folded =>
    folded.rows.flatMap(row => {
      const at = frameKey(row.frame);
      const own = evidence.get(at) ?? [];
      // A packet may hold several messages: the first shows it.
      evidence.delete(at);
      return own.flatMap(stepOf);
    }),
  );
  return { steps, known: [...known] };
}
