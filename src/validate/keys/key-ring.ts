import { copyOf } from '../../codecs/copy.js';
import { ssidOctets } from '../../codecs/dot11/ssid.js';
import { toHex } from '../../codecs/hex.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { pskFromPassphrase } from '../../crypto/psk.js';
import { type KeyFits, newKeyFits } from './fits.js';
import type { Keys, NamedPmk, NetworkPassphrase } from './given.js';

/**
 * The same keys in octets of their own: the caller may clear or use again what he gave.
 * @param keys that {@link requireKeys} lets through
 */
export const copiedKeys = ({ pmks, passphrases, kenbs, kasmes, earfcns }: Keys): Keys => ({
  ...(pmks && { pmks: pmks.map(one => ({ ...one, pmk: copyOf(one.pmk), ...stationOf(one) })) }),
  ...(passphrases && {
    passphrases: passphrases.map(({ ssid, ...one }) => ({
      ...one,
      ...(ssid !== undefined && { ssid: copyOf(ssidOctets(ssid)) }),
    })),
  }),
  ...(kenbs && { kenbs: kenbs.map(one => ({ ...one, kenb: copyOf(one.kenb), ...stationOf(one) })) }),
  ...(kasmes && { kasmes: kasmes.map(one => ({ ...one, kasme: copyOf(one.kasme), ...stationOf(one) })) }),
  ...(earfcns && { earfcns: [...earfcns] }),
});

const stationOf = ({ station }: { readonly station?: Uint8Array | undefined }): { station?: Uint8Array } =>
  station === undefined ? {} : { station: copyOf(station) };

/** The PMKs that may apply to a network. */
export interface KeyRing {
  /** Every PMK that a station may use at a network of this SSID; that which was right last comes first. */
  candidates(ssid: Uint8Array | undefined, station: Uint8Array): readonly NamedPmk[];
  /** The same in the order in which they were given. */
  given(ssid: Uint8Array | undefined, station: Uint8Array): readonly NamedPmk[];
  /** Adds a PMK that came to light. @returns whether it was not known yet */
  add(pmk: LearnedPmk): boolean;
  /** Says that the capture names `pmk`, by a PMKID. */
  named(pmk: NamedPmk): void;
  /** Says that `pmk` was right, so that it is tried first from now on. */
  proven(pmk: NamedPmk): void;
}

/** A PMK that came to light. */
export interface LearnedPmk extends NamedPmk {
  /** The keys given that it follows from. */
  readonly roots?: readonly object[];
}

/** PMKs that come to light: of one station, and of any. */
const LEARNED_KEPT = 16;

/** A passphrase costs 8192 hashes for each SSID: a capture with made-up ones does not get to choose how many. */
const MAX_PASSPHRASE_SSIDS = 64;

/** Those of which no other has the same octets for the same station, or for any, before it. */
function distinct(pmks: readonly NamedPmk[]): readonly NamedPmk[] {
  const seen = new Set<string>();
  return pmks.filter(({ pmk, station }) => {
    const octets = toHex(pmk);
    const own = `${octets} ${station === undefined ? '' : toHex(station)}`;
    if (seen.has(octets) || seen.has(own)) return false;
    seen.add(station === undefined ? octets : own);
    return true;
  });
}

/**
 * @param keys that {@link requireKeys} lets through
 * @param fits is told which of them are right
 * @param isOnAir whether the capture shows a station by now: a key that came to light for one that it does not show may be that of
 *   another, which has no key of its own
 */
export function keyRing(
  keys: Keys,
  fits: KeyFits = newKeyFits(keys),
  isOnAir: (station: Uint8Array) => boolean = () => true,
): KeyRing {
  const all = distinct(keys.pmks ?? []);
  const givenPmks = new Set(all);
  let ofAll: readonly NamedPmk[] = all.filter(pmk => pmk.station === undefined);
  let pmks = ofAll;
  const ofStation = new Map<string, NamedPmk[]>();
  /** The latest that came to light for some station. */
  let ofSome: readonly NamedPmk[] = [];
  for (const pmk of all)
    if (pmk.station !== undefined) {
      const id = toHex(pmk.station);
      ofStation.set(id, [...(ofStation.get(id) ?? []), pmk]);
    }
  const passphrases = keys.passphrases ?? [];
  const passphraseOf = new Map<NamedPmk, NetworkPassphrase>();
  const ofSsid = new Map<string | undefined, readonly NamedPmk[]>();

  const derive = (wanted: (ssid: string | undefined) => boolean, ssid?: Uint8Array): readonly NamedPmk[] =>
    passphrases.flatMap((p, i) => {
      const named = p.ssid === undefined ? undefined : ssidOctets(p.ssid);
      const own = named ?? ssid;
      if (own === undefined || !wanted(named && toHex(named))) return [];
      const name = p.name ?? (passphrases.length === 1 ? 'passphrase' : `passphrase ${i + 1}`);
      const psk = { name, pmk: pskFromPassphrase({ passphrase: p.passphrase, ssid: own }) };
      passphraseOf.set(psk, p);
      fits.tried(p);
      return [psk];
    });

  const pskFor = (ssid: Uint8Array | undefined): readonly NamedPmk[] => {
    const id = ssid && toHex(ssid);
    const known = ofSsid.get(id);
    if (known !== undefined) return known;
    if (ofSsid.size >= MAX_PASSPHRASE_SSIDS) return [];
    // Of a network whose SSID the capture does not show, any that was named may be it.
    const derived = derive(own => own === undefined || id === undefined || own === id, ssid);
    ofSsid.set(id, derived);
    return derived;
  };

  const withOthers = (
    shared: readonly NamedPmk[],
    ssid: Uint8Array | undefined,
    station: Uint8Array,
    strays: () => readonly NamedPmk[] | undefined = () => undefined,
  ): readonly NamedPmk[] => {
    const own = ofStation.size === 0 ? undefined : (ofStation.get(toHex(station)) ?? strays());
    const derived = passphrases.length === 0 ? undefined : pskFor(ssid);
    return own === undefined && derived === undefined
      ? shared
      : [...(own ?? []), ...shared, ...(derived ?? [])];
  };

  /** Those given stay, and of those that came to light the latest. */
  const later = (list: readonly NamedPmk[], pmk: NamedPmk): NamedPmk[] => {
    const learned = list.filter(one => !givenPmks.has(one));
    const gone = new Set(learned.slice(0, Math.max(0, learned.length + 1 - LEARNED_KEPT)));
    return [...list.filter(one => !gone.has(one)), pmk];
  };

  const named = (pmk: NamedPmk): void => {
    fits.pmk(pmk.pmk);
    for (const root of [...((pmk as LearnedPmk).roots ?? []), passphraseOf.get(pmk)])
      if (root !== undefined) fits.root(root);
  };

  return {
    add: pmk => {
      const own = pmk.station === undefined ? [] : (ofStation.get(toHex(pmk.station)) ?? []);
      if ([...pmks, ...own].some(known => equalConstantTime(known.pmk, pmk.pmk))) return false;
      if (pmk.station !== undefined) {
        ofStation.set(toHex(pmk.station), later(own, pmk));
        ofSome = later(ofSome, pmk);
      } else {
        pmks = later(pmks, pmk);
        ofAll = later(ofAll, pmk);
      }
      return true;
    },
    candidates: (ssid, station) =>
      withOthers(pmks, ssid, station, () => ofSome.filter(pmk => !isOnAir(pmk.station!))),
    given: (ssid, station) => withOthers(ofAll, ssid, station),
    named,
    proven: pmk => {
      named(pmk);
      if (ofSome.includes(pmk) && !isOnAir(pmk.station!)) pmks = later(pmks, pmk);
      if (pmks[0] !== pmk && pmks.includes(pmk)) pmks = [pmk, ...pmks.filter(other => other !== pmk)];
    },
  };
}
