import { equalConstantTime } from '../crypto/mic.js';
import { derivePtk, type Ptk, type PtkInput } from '../crypto/ptk.js';

/** Derives a PTK, as {@link derivePtk} does. */
export type PtkDerivation = (input: PtkInput) => Ptk;

/** More than there are handshakes at a time between their M1 and M3. */
const MOST_REMEMBERED = 16;

const isSame = (a: PtkInput, b: PtkInput): boolean =>
  equalConstantTime(a.sNonce, b.sNonce) &&
  equalConstantTime(a.aNonce, b.aNonce) &&
  equalConstantTime(a.pmk, b.pmk) &&
  equalConstantTime(a.aa, b.aa) &&
  equalConstantTime(a.spa, b.spa) &&
  a.akm === b.akm &&
  a.cipher === b.cipher;

/**
 * A derivation for both sides of the handshakes of a run. They come to the same PTK from the same input, one a few
 * milliseconds after the other, and deriving it is much of what a handshake costs: the second gets what the first was
 * given.
 */
export function createPtkDerivation(): PtkDerivation {
  const remembered: { readonly input: PtkInput; readonly ptk: Ptk }[] = [];
  return input => {
    for (let i = 0; i < remembered.length; i++) {
      const { input: known, ptk } = remembered[i]!;
      if (!isSame(known, input)) continue;
      remembered.splice(i, 1);
      return ptk;
    }
    const ptk = derivePtk(input);
    if (remembered.length === MOST_REMEMBERED) remembered.shift();
    remembered.push({ input, ptk });
    return ptk;
  };
}
