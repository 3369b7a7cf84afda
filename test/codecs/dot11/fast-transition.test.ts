import { describe, expect, it } from 'vitest';
import {
  decodeElements,
  type Element,
  encodeElements,
  findElement,
} from '../../../src/codecs/dot11/index.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { failure } from './support.js';

const subelements = '0106020000000001 03026130 0503510600';

/** An element with the octet that says how long its MIC is, or with 0 there. */
const fte = (micLength: number, control = '00', behind = subelements): Uint8Array => {
  const mic = 'a1'.repeat(micLength);
  const octets = fromHex(`${control}01${mic}${'b2'.repeat(32)}${'c3'.repeat(32)}${behind}`);
  return Uint8Array.of(55, octets.length, ...octets);
};

const expected = (micLength: number) => ({
  element: 'Fast BSS Transition' as const,
  rsnxeUsed: false,
  micLengthCode: 0,
  reserved: 0,
  elementCount: 1,
  mic: new Uint8Array(micLength).fill(0xa1),
  anonce: new Uint8Array(32).fill(0xb2),
  snonce: new Uint8Array(32).fill(0xc3),
  subelements: [
    { subelement: 'R1KH-ID' as const, r1khId: fromHex('020000000001') },
    { subelement: 'R0KH-ID' as const, r0khId: fromHex('6130') },
    { subelement: 'OCI' as const, operatingClass: 0x51, primaryChannel: 6, frequencySegment1Channel: 0 },
  ],
});

describe('Fast BSS Transition', () => {
  it.each([16, 24] as const)('is read with a MIC of %i octets though it does not say so', micLength => {
    const octets = fte(micLength);
    expect(decodeElements(octets)).toEqual([expected(micLength)]);
    expect(decodeElements(octets, { micLength })).toEqual([expected(micLength)]);
    expect(encodeElements(decodeElements(octets))).toEqual(octets);
  });

  it('is read with a MIC of 24 octets behind an element that does not fit, too', () => {
    const { value } = decodeElements(Uint8Array.of(3, 0, ...fte(24)), { lax: true });
    expect(value).toEqual([{ element: 'unknown', id: 3, body: new Uint8Array(0) }, expected(24)]);
  });

  it('is read with a MIC of 32 octets where that is asked for', () => {
    const octets = fte(32);
    expect(decodeElements(octets, { micLength: 32 })).toEqual([expected(32)]);
    expect(encodeElements(decodeElements(octets, { micLength: 32 }))).toEqual(octets);
  });

  /** As hostapd 2.11 writes it, with RSNXE Used. */
  it.each([
    [16, '01', 0],
    [24, '03', 1],
    [32, '05', 2],
  ] as const)('says how long its MIC of %i octets is', (micLength, control, micLengthCode) => {
    const octets = fte(micLength, control);
    const value = { ...expected(micLength), rsnxeUsed: true, micLengthCode };
    expect(decodeElements(octets)).toEqual([value]);
    expect(encodeElements([value])).toEqual(octets);
    const { micLengthCode: _, ...leftOut } = value;
    expect(encodeElements([leftOut])).toEqual(octets);
  });

  it('is not read with a shorter MIC than it says, whatever that makes of its nonces', () => {
    // As one of 16 octets: behind the nonces an unknown subelement of 6 octets.
    const octets = fte(24, '02', '');
    octets.set([9, 6], octets.length - 8);
    const value = findElement(decodeElements(octets), 'Fast BSS Transition');
    expect(value?.mic).toEqual(new Uint8Array(24).fill(0xa1));
    expect(value?.subelements).toEqual([]);
    octets[2] = 0;
    expect(findElement(decodeElements(octets), 'Fast BSS Transition')?.mic).toHaveLength(16);
  });

  it('of a length that nobody has defined is read with 16 octets, and written as it is', () => {
    const octets = fte(16, 'fe');
    const value = { ...expected(16), micLengthCode: 7, reserved: 15 };
    expect(decodeElements(octets)).toEqual([value]);
    expect(encodeElements([value])).toEqual(octets);
    for (const [micLengthCode, path] of [
      [8, 'micLengthCode'],
      [-1, 'micLengthCode'],
      ['1', 'micLengthCode'],
    ] as const)
      expect(() => encodeElements([{ ...value, micLengthCode } as Element])).toThrow(
        `elements[0].Fast BSS Transition.${path}: is to be an integer from 0 to 7`,
      );
  });

  it('names a subelement that does not fit', () => {
    const octets = fte(16);
    octets[octets.length - 4] = 4;
    expect(failure(() => decodeElements(octets, { micLength: 16 }))).toMatchObject({
      path: 'elements[0].Fast BSS Transition.subelements[2].body',
      required: 4,
      available: 3,
      claimedBy: 'elements[0].Fast BSS Transition.subelements[2].length',
    });
  });

  it('of 2024 is not read with another MIC than it says where that does not fit', () => {
    expect(failure(() => decodeElements(fte(16, '02', '')))).toMatchObject({
      path: 'elements[0].Fast BSS Transition.snonce',
      required: 32,
      available: 24,
    });
    expect(failure(() => decodeElements(fromHex('3701 02')))).toMatchObject({
      path: 'elements[0].Fast BSS Transition.elementCount',
      required: 1,
    });
    expect(failure(() => decodeElements(fromHex('3700')))).toMatchObject({
      path: 'elements[0].Fast BSS Transition.rsnxeUsed',
    });
  });
});
