import fc from 'fast-check';
import { fromHex } from '../../src/codecs/hex.js';
import { vectors } from '../codecs/xwap/vectors.js';

const seeds = vectors.filter(({ long }) => !long).map(({ aper }) => fromHex(aper));

/** A vector of XwAP that is cut, has an octet too many, lacks some, has three that are others, or a bit that is. */
const mutant = fc
  .tuple(fc.constantFrom(...seeds), fc.nat(), fc.nat(4), fc.uint8Array({ minLength: 4, maxLength: 4 }))
  .map(([seed, place, way, [a, b, c, d]]): Uint8Array => {
    const at = place % seed.length;
    const before = seed.subarray(0, at);
    const octets = seed.slice();
    switch (way) {
      case 0:
        return seed.subarray(0, Math.max(1, at));
      case 1:
        return Uint8Array.from([...before, a!, ...seed.subarray(at)]);
      case 2:
        return Uint8Array.from([...before, ...seed.subarray(at + 1 + (a! & 3)), b!]);
      case 3:
        for (const [i, octet] of [b!, c!, d!].entries()) octets[(at + i * a!) % octets.length] = octet;
        return octets;
      default:
        octets[at]! ^= 1 << (a! & 7);
        return octets;
    }
  });

/** Mutants, and the seed that they are of, undefined for others each time. */
export function mutantsOf(numRuns: number): {
  readonly mutants: readonly Uint8Array[];
  readonly seed: number | undefined;
} {
  const { seed } = fc.readConfigureGlobal();
  return { mutants: fc.sample(mutant, { numRuns, ...(seed === undefined ? {} : { seed }) }), seed };
}
