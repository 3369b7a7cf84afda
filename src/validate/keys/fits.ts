import { toHex } from '../../codecs/hex.js';
import type { UnmatchedKeys } from '../report.js';
import type { Keys } from './keys.js';

/** Which of the keys that were given the capture shows to be those of anything in it. */
export interface KeyFits {
  /** Something is under this PMK, or carries it. */
  pmk(octets: Uint8Array): void;
  /** Something is under a key that follows from these: a KeNB, a KASME or a passphrase, as it was given. */
  root(given: object): void;
  /** What none of the packets so far is under, in the order in which it was given. */
  unmatched(): readonly UnmatchedKeys[];
}

/** @param keys that were given; none of them fits anything yet */
export function newKeyFits(keys: Keys): KeyFits {
  const { pmks = [], kenbs = [], kasmes = [], passphrases = [] } = keys;
  const fitting = new Set<object>();
  const byOctets = new Map<string, object[]>();
  for (const one of pmks) {
    const id = toHex(one.pmk);
    const same = byOctets.get(id);
    if (same === undefined) byOctets.set(id, [one]);
    else same.push(one);
  }
  const named = [
    ...pmks,
    ...kenbs,
    ...kasmes,
    ...passphrases.map(one => ({ name: 'passphrase', source: one.source, of: one })),
  ];
  return {
    pmk: octets => {
      if (byOctets.size > 0) for (const one of byOctets.get(toHex(octets)) ?? []) fitting.add(one);
    },
    root: given => void fitting.add(given),
    unmatched: () => {
      const bySource = new Map<string, { keys: number; fits: boolean }>();
      for (const one of named) {
        const source = one.source ?? one.name;
        const of = bySource.get(source) ?? { keys: 0, fits: false };
        of.keys++;
        of.fits ||= fitting.has('of' in one ? one.of : one);
        bySource.set(source, of);
      }
      return [...bySource].flatMap(([source, { keys, fits }]) => (fits ? [] : [{ source, keys }]));
    },
  };
}
