import { expect, it } from 'vitest';
import { toHex } from '../../../src/codecs/hex.js';
import { protectSrb } from '../../../src/crypto/pdcp.js';
import { rrcKeysOf } from '../../../src/crypto/rrc-keys.js';
import { lentRrcKeys } from '../../../src/flows/keys/rrc.js';

it('lends the keys of each KeNB, whichever were asked for before', () => {
  // More than are remembered, and pairs that are remembered at the same place.
  const kenbs = Array.from({ length: 300 }, (_, i) => new Uint8Array(32).fill(i).fill(i >> 1, 1));
  const rrc = Uint8Array.from({ length: 40 }, (_, i) => i);
  const under = (keys: Pick<ReturnType<typeof lentRrcKeys>, 'integrity' | 'ciphering'>): string =>
    toHex(protectSrb({ bearer: 0, direction: 1, ...keys }, 5, rrc));
  for (let round = 0; round < 2; round++)
    for (const [i, kenb] of kenbs.entries()) {
      const { integrity, ciphering } = rrcKeysOf(kenb);
      const expected = under({
        integrity: { algorithm: 2, key: integrity },
        ciphering: { algorithm: 2, key: ciphering },
      });
      const lent = lentRrcKeys(kenb);
      expect(lent.keys).toEqual({ integrity, ciphering });
      // Unused keys are replaced too.
      if ((i + round) % 3 > 0) {
        expect(under({ integrity: lent.integrity, ciphering: lent.ciphering })).toBe(expected);
        expect(under({ integrity: lent.integrity, ciphering: lent.ciphering })).toBe(expected);
      }
    }
});
