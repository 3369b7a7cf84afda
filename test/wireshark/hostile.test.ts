/** Octets that are no XwAP, through the dissector: it says so where the decoder does, and nowhere else. */
import { expect, it } from 'vitest';
import { DecodeError } from '../../src/codecs/error.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { decodeXwap } from '../../src/codecs/xwap/index.js';
import { fieldsOf, LINK } from '../codecs/link/tshark-packets.js';
import { vectors } from '../codecs/xwap/vectors.js';
import { wireshark } from '../wireshark.js';
import { DISSECTORS, xwPacket } from './xw.js';

/** Numbers from 0 to 2^32 - 1 (xorshift32), the same each time unless MUTANTS asks for others. */
let state = Number(process.env.MUTANTS ?? 1) * 0x9e37_79b9;
const random = (below: number): number => {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
};

const MUTANTS = 6000;
const seeds = vectors.filter(({ long }) => !long).map(({ aper }) => fromHex(aper));

function mutant(): Uint8Array {
  const seed = seeds[random(seeds.length)]!;
  const at = random(seed.length);
  switch (random(5)) {
    case 0:
      return seed.subarray(0, Math.max(1, at));
    case 1:
      return Uint8Array.from([...seed.subarray(0, at), random(256), ...seed.subarray(at)]);
    case 2:
      return Uint8Array.from([...seed.subarray(0, at), ...seed.subarray(at + 1 + random(4)), 0]);
    case 3: {
      const octets = seed.slice();
      for (let i = 0; i < 3; i++) octets[random(octets.length)] = random(256);
      return octets;
    }
    default: {
      const octets = seed.slice();
      octets[at]! ^= 1 << random(8);
      return octets;
    }
  }
}

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
    const mutants = Array.from({ length: MUTANTS }, mutant);
    const rows = fieldsOf(
      LINK.rawIp,
      mutants.map(octets => xwPacket([octets])),
      ['_ws.lua.error', '_ws.expert.message', 'xwap.malformed', 'xwap.undecoded'],
      DISSECTORS,
    );
    expect(rows.length).toBe(MUTANTS);
    const disagreements: string[] = [];
    const verdicts = { '': 0, malformed: 0, undecoded: 0 };
    for (const [i, [lua, message, isMalformed, isUndecoded]] of rows.entries()) {
      const verdict = verdictOf(mutants[i]!);
      verdicts[verdict]++;
      const shown = isMalformed ? 'malformed' : verdict === 'undecoded' && isUndecoded ? 'undecoded' : '';
      if (lua !== '' || /exception/i.test(message!) || shown !== verdict)
        disagreements.push(`${toHex(mutants[i]!)}: ${verdict} / ${shown}: ${lua} ${message}`);
    }
    expect(disagreements).toEqual([]);
    expect(verdicts.malformed).toBeGreaterThan(MUTANTS / 4);
    expect(verdicts['']).toBeGreaterThan(MUTANTS / 20);
    console.log(verdicts);
  });
});
