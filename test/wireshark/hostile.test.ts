/** Octets that are no XwAP, through the dissector: it says so where the decoder does, and nowhere else. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DecodeError } from '../../src/codecs/error.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { decodeXwap } from '../../src/codecs/xwap/index.js';
import { fieldsOf, LINK } from '../codecs/link/tshark-packets.js';
import { octetsOf, vectors } from '../codecs/xwap/vectors.js';
import { wireshark } from '../wireshark.js';
import { DISSECTORS, xwPacket } from './xw.js';

const MUTANTS = 6000;
const seeds = vectors.filter(({ long }) => !long).map(({ aper }) => fromHex(aper));

/** A vector that is cut, has an octet too many, lacks some, has three that are others, or a bit that is. */
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

/** The message that lies in fragments, with each of the octets changed that say how long they are and what is in them. */
const fragmented = octetsOf('LWIPAdditionRequest/ike-id-16384-octets');
const changedFragments = [
  ...Array(48).keys(),
  ...Array.from(Array(80).keys(), i => fragmented.length - 1 - i),
].map(at => {
  const octets = fragmented.slice();
  octets[at]! ^= 0x80 >> (at & 7);
  return octets;
});
const cutFragments = [1, 40, 80, 8000, 16_380].map(octets => fragmented.subarray(0, -octets));

/** What the decoder says: nothing, that the octets are wrong, or that they are beyond it. */
function verdictOf(octets: Uint8Array): '' | 'malformed' | 'undecoded' {
  try {
    decodeXwap(octets);
    return '';
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return error.code === 'unsupported' ? 'undecoded' : 'malformed';
  }
}

wireshark.describe('hostile octets in the dissector of XwAP', () => {
  it('are malformed where the decoder refuses them, and nowhere else; Lua never fails', () => {
    const { seed } = fc.readConfigureGlobal();
    const drawn = fc.sample(mutant, { numRuns: MUTANTS, ...(seed === undefined ? {} : { seed }) });
    const mutants = [...drawn, ...changedFragments, ...cutFragments];
    const rows = fieldsOf(
      LINK.rawIp,
      mutants.map(octets => xwPacket([octets])),
      ['_ws.lua.error', '_ws.expert.message', 'xwap.malformed', 'xwap.undecoded'],
      DISSECTORS,
    );
    expect(rows.length).toBe(mutants.length);
    const disagreements: string[] = [];
    const verdicts = { '': 0, malformed: 0, undecoded: 0 };
    for (const [i, [lua, message, isMalformed, isUndecoded]] of rows.entries()) {
      const verdict = verdictOf(mutants[i]!);
      verdicts[verdict]++;
      const shown = isMalformed ? 'malformed' : verdict === 'undecoded' && isUndecoded ? 'undecoded' : '';
      if (lua !== '' || /exception/i.test(message!) || shown !== verdict)
        disagreements.push(
          `${toHex(mutants[i]!.subarray(0, 200))}: ${verdict} / ${shown}: ${lua} ${message}`,
        );
    }
    expect(disagreements, `seed ${seed}`).toEqual([]);
    expect(verdicts.malformed).toBeGreaterThan(MUTANTS / 4);
    expect(verdicts['']).toBeGreaterThan(MUTANTS / 20);
  });
});
