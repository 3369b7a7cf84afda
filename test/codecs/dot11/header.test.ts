import { describe, expect, it } from 'vitest';
import {
  ADDRESS_4,
  addressAt,
  carriesData,
  formatMac,
  fragmentNumber,
  headerLength,
  holdsHeader,
  isAmsdu,
  isGroupAddress,
  isProtected,
  isQosData,
  isRetry,
  moreFragments,
  parseMac,
  sameAddress,
  sequenceNumber,
} from '../../../src/codecs/dot11/index.js';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex } from '../../../src/codecs/hex.js';

const one = '020000000001';
const two = '020000000002';
const three = '020000000003';
const rest = `0000 ${one} ${two} ${three} 2ff1 020000000004 8000`;

describe('MAC addresses', () => {
  it('are written with colons', () => {
    expect(formatMac(fromHex('02e41b7a9001'))).toBe('02:e4:1b:7a:90:01');
    expect(formatMac(new Uint8Array(0))).toBe('');
  });

  it('are read with colons or hyphens, and nothing else', () => {
    expect(parseMac('02:E4:1b:7a:90:01')).toEqual(fromHex('02e41b7a9001'));
    expect(parseMac('02-e4-1b-7a-90-01')).toEqual(fromHex('02e41b7a9001'));
    for (const text of ['02e41b7a9001', '02:e4:1b:7a:90', '02:e4:1b:7a:90-01', '02:e4:1b:7a:90:0g', ''])
      expect(() => parseMac(text, '--ap')).toThrow(EncodeError);
    expect(() => parseMac('', '--ap')).toThrow(/^--ap: /);
  });

  it('of groups have the lowest bit of the first octet set', () => {
    expect(isGroupAddress(fromHex('ffffffffffff'))).toBe(true);
    expect(isGroupAddress(fromHex(two))).toBe(false);
  });
});

describe('the view of the MAC header', () => {
  it.each([
    ['beacon', '8000', 24],
    ['management with HT control', 'd080', 28],
    ['data', '0801', 24],
    ['data, strictly ordered', '0881', 24],
    ['data with address 4', '0803', 30],
    ['QoS data', '8801', 26],
    ['QoS data with HT control', '8881', 30],
    ['QoS data with address 4 and HT control', '8883', 36],
    ['RTS', 'b400', 16],
    ['CTS', 'c400', 10],
    ['ack', 'd400', 10],
    ['block ack', '9400', 16],
    ['control wrapper', '7400', 10],
    ['extension', '0c00', 4],
  ])('knows the length of a %s header', (_, control, length) => {
    const octets = new Uint8Array(length);
    octets.set(fromHex(control));
    expect(headerLength(octets)).toBe(length);
    expect(headerLength(Uint8Array.of(1, 2, 3, ...octets), 3)).toBe(length);
    expect(holdsHeader(octets)).toBe(true);
    expect(holdsHeader(octets.subarray(0, length - 1))).toBe(false);
  });

  it('holds no header of another protocol version', () => {
    expect(holdsHeader(new Uint8Array(24).fill(1, 0, 1))).toBe(false);
    expect(holdsHeader(new Uint8Array(1))).toBe(false);
  });

  it('reads flags, numbers and addresses', () => {
    const octets = fromHex(`884f${rest}`);
    expect([isProtected(octets), moreFragments(octets), isRetry(octets)]).toEqual([true, true, true]);
    expect([fragmentNumber(octets), sequenceNumber(octets)]).toEqual([15, 0xf12]);
    expect(addressAt(octets, ADDRESS_4)).toEqual(fromHex('020000000004'));
    expect([isQosData(octets), carriesData(octets), isAmsdu(octets)]).toEqual([true, true, true]);
    expect(isAmsdu(fromHex(`0803${rest}`))).toBe(false);
    expect(carriesData(fromHex(`c801${rest}`))).toBe(false);
    expect(isQosData(fromHex(`8000${rest}`))).toBe(false);
    expect(sameAddress(octets, 4, fromHex(one), 0)).toBe(true);
    expect(sameAddress(octets, 10, fromHex(one), 0)).toBe(false);
  });
});
