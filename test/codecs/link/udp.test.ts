import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import { decodeUdp, encodeUdp, type Udp, verifyUdpChecksum } from '../../../src/codecs/link/udp.js';
import { decodeError, encodeError, expectHostileSafe } from './hostile.js';

const v4 = { source: fromHex('0a000001'), destination: fromHex('0a000002') };
const v6 = { source: new Uint8Array(16).fill(1), destination: new Uint8Array(16).fill(2) };
const value: Udp = { sourcePort: 1000, destinationPort: 4729, payload: fromHex('010203') };

describe('UDP', () => {
  it('reads and writes each field', () => {
    const bytes = fromHex('03e8 1279 000b 1234 010203');
    expect(decodeUdp(bytes)).toEqual({ ...value, checksum: 0x1234 });
    expect(encodeUdp({ ...value, checksum: 0x1234 })).toEqual(bytes);
  });

  it('computes the checksum with the pseudo header', () => {
    // By hand: 0a00+0001+0a00+0002 + 0011 + 000b + 03e8+1279+000b + 0102+0300 = 2e8d.
    expect(decodeUdp(encodeUdp(value, v4)).checksum).toBe(0xffff - 0x2e8d);
    expect(verifyUdpChecksum(encodeUdp(value, v4), v4)).toBe('good');
    expect(verifyUdpChecksum(encodeUdp(value, v6), v6)).toBe('good');
    expect(verifyUdpChecksum(encodeUdp(value, v6), { ...v6, source: v6.destination })).toBe('bad');
    expect(verifyUdpChecksum(encodeUdp({ ...value, checksum: 0 }), v4)).toBe('absent');
  });

  it('sends a computed 0 as all ones', () => {
    // A payload that is the checksum without it makes the sum all ones, whose complement is 0.
    const open = decodeUdp(encodeUdp({ ...value, payload: fromHex('0000') }, v4)).checksum!;
    const zero = encodeUdp({ ...value, payload: Uint8Array.of(open >>> 8, open & 0xff) }, v4);
    expect(decodeUdp(zero).checksum).toBe(0xffff);
    expect(verifyUdpChecksum(zero, v4)).toBe('good');
  });

  it('has no payload, or as much as its length can say', () => {
    for (const length of [0, 0xffff - 8]) {
      const datagram = {
        sourcePort: 1,
        destinationPort: 2,
        checksum: 0,
        payload: new Uint8Array(length).fill(1),
      };
      expect(decodeUdp(encodeUdp(datagram))).toEqual(datagram);
    }
  });

  it('says what is wrong', () => {
    expect(decodeError(() => decodeUdp(fromHex('03e81279')))).toMatchObject({
      path: 'UDP.header',
      required: 8,
      available: 4,
    });
    expect(decodeError(() => decodeUdp(fromHex('03e8127900070000')))).toMatchObject({
      code: 'length',
      path: 'UDP.length',
      offset: 4,
    });
    expect(decodeError(() => decodeUdp(fromHex('03e812790009000001 02')))).toMatchObject({
      code: 'trailing',
      offset: 9,
      available: 1,
    });
    expect(decodeError(() => decodeUdp(fromHex('03e812790009 0000')))).toMatchObject({
      path: 'UDP.payload',
      offset: 8,
      required: 1,
      available: 0,
      claimedBy: 'UDP.length',
    });
    expect(decodeUdp(fromHex('03e812790009 0000'), { lax: true }).value).toEqual({
      sourcePort: 1000,
      destinationPort: 4729,
      checksum: 0,
    });
  });

  it.each<[string, () => unknown]>([
    ['UDP.checksum: is to be given, or the addresses', () => encodeUdp(value)],
    ['addresses: are to be both of 4 or both of 16', () => encodeUdp(value, { ...v4, source: v6.source })],
    [
      'UDP.payload: is to be at most 65527',
      () => encodeUdp({ ...value, payload: new Uint8Array(65528) }, v4),
    ],
    [
      'UDP.sourcePort: is to be an integer from 0 to 65535',
      () => encodeUdp({ ...value, sourcePort: 65536 }, v4),
    ],
  ])('refuses a value: %s', (message, run) => {
    expect(encodeError(run)).toContain(message);
  });

  it('survives hostile octets', () => {
    expectHostileSafe(
      { decode: b => decodeUdp(b), lax: b => decodeUdp(b, { lax: true }), encode: v => encodeUdp(v) },
      [encodeUdp(value, v4)],
    );
  });
});
