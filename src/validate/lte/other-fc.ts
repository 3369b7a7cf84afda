import { toHex } from '../../codecs/hex.js';
import { deriveSKwt, FC } from '../../crypto/kdf3gpp.js';
import type { SKwtCandidate } from '../lte-events.js';
import type { Kenb } from '../uu/kenb.js';

/** An S-KWT that follows from a KeNB with another FC than {@link FC} has. */
export interface OfOtherFc {
  readonly kenb: Kenb;
  readonly candidate: SKwtCandidate;
}

/**
 * Finds, among S-KWTs as hex, one that follows from one of the KeNBs and the WT Counter with another FC (TS 33.401, A.16): peers
 * number it differently, and that of {@link FC} is not checked against the text of the standard.
 */
export type FindOtherFc = (
  kenbs: readonly Kenb[],
  wtCounter: number,
  sKwts: ReadonlySet<string>,
) => OfOtherFc | undefined;

/** KeNBs and WT Counters for which all values are tried: where that finds none, it is not the FC that is another. */
const MOST_TRIED = 256;

const OTHERS = Array.from({ length: 256 }, (_, fc) => fc).filter(fc => fc !== FC.sKwt);

/** One for all UEs of a capture: a value that was found is tried for every other, too. */
export function otherFcFinder(): FindOtherFc {
  let tried = 0;
  let found: number | undefined;
  return (kenbs, wtCounter, sKwts) => {
    for (const kenb of kenbs) {
      const isOpen = tried < MOST_TRIED;
      for (const fc of [...(found === undefined ? [] : [found]), ...(isOpen ? OTHERS : [])]) {
        const sKwt = deriveSKwt(kenb.octets, wtCounter, fc);
        if (!sKwts.has(toHex(sKwt))) continue;
        found = fc;
        return { kenb, candidate: { kenb: kenb.name, sKwt, fc } };
      }
      if (isOpen) tried++;
    }
    return undefined;
  };
}
