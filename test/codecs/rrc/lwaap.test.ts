import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import { decodeLwaap, encodeLwaap } from '../../../src/codecs/rrc/lwaap.js';
import { decodeError, encodeError, expectHostileSafe } from '../link/hostile.js';

describe('LWAAP', () => {
  it('has the DRBID in the five low bits', () => {
    const value = { header: { reserved: 5, drbId: 17 }, payload: fromHex('8001aa') };
    expect(encodeLwaap(value)).toEqual(fromHex('b18001aa'));
    expect(decodeLwaap(fromHex('b18001aa'))).toEqual(value);
  });

  it('says what is wrong', () => {
    expect(decodeError(() => decodeLwaap(new Uint8Array(0)))).toMatchObject({
      path: 'LWAAP.header',
      required: 1,
    });
    expect(
      encodeError(() => encodeLwaap({ header: { reserved: 0, drbId: 32 }, payload: new Uint8Array(0) })),
    ).toBe('LWAAP.header.drbId: is to be an integer from 0 to 31');
  });

  it('survives hostile octets', () => {
    expectHostileSafe({ decode: decodeLwaap, lax: b => decodeLwaap(b, { lax: true }), encode: encodeLwaap }, [
      fromHex('058001aa'),
    ]);
  });
});
