import { toHex } from '../../codecs/hex.js';
import { deriveKenb, deriveSKwt } from '../../crypto/kdf3gpp.js';
import type { UnmatchedKeys } from '../report.js';
import type { Keys } from './given.js';

/** Which of the keys that were given the capture shows to be those of anything in it. */
export interface KeyFits {
  /** Something is under this PMK, or carries it. */
  pmk(octets: Uint8Array): void;
  /** Something is under a key that follows from these: a KeNB, a KASME or a passphrase, as it was given. */
  root(given: object): void;
  /** There is what a KeNB, and what it is from, can be tried on: a WT Counter, or a message under its keys. */
  tries(): void;
  /** A passphrase, as it was given, is tried: the SSID that goes with it is known. */
  tried(given: object): void;
  /**
   * What none of the packets so far is under, in the order in which it was given. Asking changes nothing.
   * @param withoutSsid gives the APs at which a passphrase alone cannot be tried
   */
  unmatched(withoutSsid?: () => readonly string[]): readonly UnmatchedKeys[];
}

/** WT Counters that are tried where none is seen, for how many KeNBs, and on how many S-KWTs. */
const COUNTERS = 256;
const MOST_GUESSED = 64;
const MOST_SHOWN = 4096;

/** @param keys that were given; none of them fits anything yet */
export function newKeyFits(keys: Keys): KeyFits {
  const { pmks = [], kenbs = [], kasmes = [], passphrases = [] } = keys;
  const fitting = new Set<object>();
  const hasRoots = kenbs.length + kasmes.length > 0;
  /** PMKs that fit, or that are carried, as hex. */
  const shown = new Set<string>();
  let isTried = false;
  const triedOnes = new Set<object>();
  const byOctets = new Map<string, object[]>();
  for (const one of pmks) {
    const id = toHex(one.pmk);
    const same = byOctets.get(id);
    if (same === undefined) byOctets.set(id, [one]);
    else same.push(one);
  }
  const named = [
    ...[...pmks, ...kenbs, ...kasmes].map(one => ({ source: one.source ?? one.name, of: one as object })),
    ...passphrases.map(one => ({ source: one.source ?? 'passphrase', of: one as object })),
  ];
  const ofLte = new Set<object>([...kenbs, ...kasmes]);
  /** Passphrases that are given without the network that they are for. */
  const anySsid = new Set<object>(passphrases.filter(({ ssid }) => ssid === undefined));
  /** What was guessed, and from how many S-KWTs and keys that fit, which only grow in number: it takes long. */
  let guessed: { readonly from: number; readonly roots: ReadonlySet<object> } = { from: 0, roots: new Set() };
  /** Where nothing tells a WT Counter, those with which LWA begins are tried on the S-KWTs that are known. */
  const guess = (): ReadonlySet<object> => {
    const from = shown.size + fitting.size;
    if (shown.size === 0 || from === guessed.from) return guessed.roots;
    const right = new Set<object>();
    const roots = [
      ...kenbs.map(one => [one, one.kenb] as const),
      ...kasmes.map(one => [one, deriveKenb(one.kasme, one.uplinkNasCount)] as const),
    ].filter(([one]) => !fitting.has(one));
    for (const [one, kenb] of roots.slice(0, MOST_GUESSED))
      for (let count = 0; count < COUNTERS && !right.has(one); count++)
        if (shown.has(toHex(deriveSKwt(kenb, count)))) right.add(one);
    guessed = { from, roots: right };
    return right;
  };

  return {
    pmk: octets => {
      if (byOctets.size === 0 && !hasRoots) return;
      const id = toHex(octets);
      if (hasRoots && shown.size < MOST_SHOWN) shown.add(id);
      for (const one of byOctets.get(id) ?? []) fitting.add(one);
    },
    root: given => void fitting.add(given),
    tries: () => {
      isTried = true;
    },
    tried: given => void triedOnes.add(given),
    unmatched: (withoutSsid = () => []) => {
      const fits = isTried ? fitting : new Set([...fitting, ...guess()]);
      const bySource = new Map<
        string,
        { keys: number; fits: boolean; isTried: boolean; isWithoutSsid: boolean }
      >();
      for (const { source, of } of named) {
        const entry = bySource.get(source) ?? { keys: 0, fits: false, isTried: false, isWithoutSsid: false };
        entry.keys++;
        entry.isTried ||= ofLte.has(of) ? isTried || shown.size > 0 : !anySsid.has(of) || triedOnes.has(of);
        entry.isWithoutSsid ||= anySsid.has(of);
        entry.fits ||= fits.has(of);
        bySource.set(source, entry);
      }
      let known: readonly string[] | undefined;
      return [...bySource].flatMap(([source, { keys, fits, isTried, isWithoutSsid }]) => {
        if (fits) return [];
        if (!isWithoutSsid) return [{ source, keys, ...(isTried ? {} : { untried: true as const }) }];
        known ??= withoutSsid();
        // Without such an AP there is nothing that it could be tried on.
        if (known.length === 0) return [{ source, keys }];
        return [{ source, keys, ...(isTried ? {} : { untried: true as const }), apsWithoutSsid: known }];
      });
    },
  };
}
