import { deriveKenbStar, deriveSKwt } from '../../crypto/kdf3gpp.js';
import { deriveWholePtk, type PtkInput } from '../../crypto/ptk.js';
import { kept } from '../memory/kept.js';

/*
 * Both ends of a link derive the same keys, where they have the same octets to derive them from, and shortly after each other. Who
 * asks second gets what was derived for the first: the same octets, as it would have had them by itself. Of other octets, as those
 * of another PMK, follows another key, which is derived.
 */

/** A key that was derived, and all that it follows from. */
interface Derivation {
  readonly from: Uint8Array;
  key: Uint8Array | undefined;
}

/** Derivations of one kind. */
interface Derivations {
  /** Room for what the next is from. */
  readonly from: Uint8Array;
  /**
   * The key that follows from {@link from}.
   * @param place which of the latest it may be, and whose place it takes: an octet of what it is from
   */
  key(place: number, derive: () => Uint8Array): Uint8Array;
}

const PLACES = 256;

function createDerivations(octets: number): Derivations {
  const derivations: Derivation[] = [];
  for (let i = 0; i < PLACES; i++) derivations.push({ from: new Uint8Array(octets), key: undefined });
  const next = new Uint8Array(octets);
  return {
    from: next,
    key(place, derive) {
      const derivation = derivations[place]!;
      const { from } = derivation;
      let i = 0;
      while (i < octets && from[i] === next[i]) i++;
      if (i < octets || derivation.key === undefined) {
        derivation.key = derive();
        for (; i < octets; i++) from[i] = next[i]!;
      }
      return derivation.key;
    },
  };
}

/** Writes octets at `at`: the offset behind them. */
const put = (to: Uint8Array, at: number, octets: Uint8Array): number => {
  for (let i = 0; i < octets.length; i++) to[at + i] = octets[i]!;
  return at + octets.length;
};

const KENB = 32;
const MAC = 6;
const NONCE = 32;

const sKwts = /* @__PURE__ */ createDerivations(KENB + 2);
const kenbStars = /* @__PURE__ */ createDerivations(KENB + 6);

/** Derivations of PTKs with these suites, of a PMK of this length. */
interface PtkDerivations {
  readonly akm: string;
  readonly cipher: string;
  readonly pmkLength: number;
  readonly derivations: Derivations;
}

/** Few, and looked through: a key of a Map would have to be put together for each PTK. */
const ptks: PtkDerivations[] = [];

function ptksOf(akm: string, cipher: string, pmkLength: number): Derivations {
  for (const one of ptks)
    if (one.akm === akm && one.cipher === cipher && one.pmkLength === pmkLength) return one.derivations;
  const derivations = createDerivations(pmkLength + 2 * MAC + 2 * NONCE);
  ptks.push({ akm, cipher, pmkLength, derivations });
  return derivations;
}

/** {@link deriveSKwt}, for good: nobody writes into it. */
export function sKwtOf(kenb: Uint8Array, wtCounter: number): Uint8Array {
  const { from } = sKwts;
  const at = put(from, 0, kenb);
  from[at] = wtCounter >> 8;
  from[at + 1] = wtCounter;
  return sKwts.key(kenb[0]!, () => deriveSKwt(kenb, wtCounter));
}

/** {@link deriveKenbStar}, for good: nobody writes into it. */
export function kenbStarOf(kenb: Uint8Array, pci: number, earfcnDl: number): Uint8Array {
  const { from } = kenbStars;
  const at = put(from, 0, kenb);
  from[at] = pci >> 8;
  from[at + 1] = pci;
  for (let i = 0; i < 4; i++) from[at + 2 + i] = earfcnDl >> (8 * i);
  return kenbStars.key(kenb[0]!, () => kept(deriveKenbStar(kenb, { pci, earfcnDl })));
}

/** {@link deriveWholePtk}, for good: nobody writes into it. */
export function ptkOf(input: PtkInput): Uint8Array {
  const { akm, cipher, pmk, aa, spa, aNonce, sNonce } = input;
  const own = ptksOf(akm, cipher, pmk.length);
  const { from } = own;
  put(from, put(from, put(from, put(from, put(from, 0, pmk), aa), spa), aNonce), sNonce);
  return own.key(sNonce[0]!, () => kept(deriveWholePtk(input)));
}
