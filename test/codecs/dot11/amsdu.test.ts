import { describe, expect, it } from 'vitest';
import { decodeAmsdu, encodeAmsdu } from '../../../src/codecs/dot11/index.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { checkHostile, failure, hostile } from './support.js';

const a1 = '020000000001';
const a2 = '020000000002';

describe('A-MSDU', () => {
  const subframe = (octet: number, length: number) => ({
    destination: fromHex(a1),
    source: fromHex(a2),
    msdu: new Uint8Array(length).fill(octet),
  });

  it('pads all subframes but the last', () => {
    const subframes = [subframe(1, 3), subframe(2, 2), subframe(3, 1)];
    const octets = encodeAmsdu(subframes);
    expect(octets).toHaveLength(20 + 16 + 15);
    expect(decodeAmsdu(octets)).toEqual(subframes);
  });

  it('keeps padding that is not as it should be', () => {
    const octets = Uint8Array.of(...encodeAmsdu([subframe(1, 3), subframe(3, 4)]), 0, 0);
    octets[18] = 9;
    const subframes = decodeAmsdu(octets);
    expect(subframes.map(({ padding }) => padding?.length)).toEqual([3, 2]);
    expect(encodeAmsdu(subframes)).toEqual(octets);
    expect(() => encodeAmsdu([{ ...subframe(1, 3), padding: new Uint8Array(1) }, subframe(2, 2)])).toThrow(
      'A-MSDU[0].padding: is to be 3 octets, not 1',
    );
    for (const length of [4, 1])
      expect(() => encodeAmsdu([{ ...subframe(1, 2), padding: new Uint8Array(length) }])).toThrow(
        `A-MSDU[0].padding: is to be at most 0 octets, not ${length}`,
      );
  });

  it('names the subframe that is cut short', () => {
    const octets = encodeAmsdu([subframe(1, 2), subframe(3, 9)]);
    expect(failure(() => decodeAmsdu(octets.subarray(0, 38)))).toMatchObject({
      path: 'A-MSDU[1].msdu',
      offset: 30,
      required: 9,
      available: 8,
      claimedBy: 'A-MSDU[1].msduLength',
    });
    expect(failure(() => decodeAmsdu(octets.subarray(0, 20)))).toMatchObject({
      path: 'A-MSDU[1].header',
      offset: 16,
      required: 14,
      available: 4,
    });
    const empty = { destination: fromHex(a1), source: fromHex(a2), msdu: new Uint8Array(0) };
    expect(decodeAmsdu(encodeAmsdu([empty]))).toEqual([empty]);
  });

  it('names the subframe, and its field, that cannot be written', () => {
    const short = { ...subframe(1, 3), destination: new Uint8Array(5) };
    expect(() => encodeAmsdu([subframe(1, 3), short])).toThrow(
      'A-MSDU[1].destination: is to be 6 octets, not 5',
    );
    expect(() => encodeAmsdu([null as never])).toThrow('A-MSDU[0]: is to be an object');
  });

  it('returns or throws DecodeError for hostile octets, and gives back what it takes', () => {
    const inputs = hostile([encodeAmsdu([subframe(1, 3), subframe(2, 2), subframe(3, 1)])]);
    expect(checkHostile(inputs, decodeAmsdu, encodeAmsdu)).toBeGreaterThan(20);
  });
});
