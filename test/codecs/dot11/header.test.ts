import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ADDRESS_4,
  addressAt,
  carriesData,
  type Dot11Frame,
  decodeDot11,
  formatMac,
  fragmentNumber,
  frameSubtype,
  frameType,
  fromDs,
  headerLength,
  holdsHeader,
  isAmsdu,
  isGroupAddress,
  isProtected,
  isQosData,
  isRetry,
  moreFragments,
  parseMac,
  qosControlOffset,
  sameAddress,
  sequenceNumber,
  toDs,
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

  it('says what the decoder does, of any data or management frame, wherever it lies', () => {
    const frame = fc
      .tuple(fc.constantFrom(0, 8), fc.nat(15), fc.nat(255), fc.uint8Array({ minLength: 60, maxLength: 60 }))
      .map(([type, subtype, flags, octets]) => octets.with(0, type | (subtype << 4)).with(1, flags));
    fc.assert(
      fc.property(frame, fc.nat(3), (mpdu, at) => {
        const { value } = decodeDot11(mpdu, { lax: true });
        const { frameControl, sequenceControl, ...read } = value as Extract<
          Dot11Frame,
          { kind: 'data' | 'null' }
        >;
        const octets = Uint8Array.of(...new Uint8Array(at), ...mpdu);
        expect({
          type: frameType(octets, at),
          subtype: frameSubtype(octets, at),
          toDs: toDs(octets, at),
          fromDs: fromDs(octets, at),
          moreFragments: moreFragments(octets, at),
          retry: isRetry(octets, at),
          protectedFrame: isProtected(octets, at),
        }).toEqual({
          type: frameControl.type,
          subtype: frameControl.subtype,
          toDs: frameControl.toDs,
          fromDs: frameControl.fromDs,
          moreFragments: frameControl.moreFragments,
          retry: frameControl.retry,
          protectedFrame: frameControl.protectedFrame,
        });
        expect({
          fragmentNumber: fragmentNumber(octets, at),
          sequenceNumber: sequenceNumber(octets, at),
        }).toEqual(sequenceControl);
        const isData = frameControl.type === 2;
        expect(isQosData(octets, at)).toBe(read.qosControl !== undefined);
        expect(isAmsdu(octets, at)).toBe(read.qosControl?.amsduPresent === true);
        expect(carriesData(octets, at)).toBe(isData && read.kind !== 'null');
        if (isData) expect(qosControlOffset(octets, at)).toBe(read.address4 === undefined ? 24 : 30);
        const parts = [read.address4 && 6, read.qosControl && 2, read.htControl !== undefined && 4];
        const length = parts.reduce<number>((sum, part) => sum + Number(part || 0), 24);
        expect(headerLength(octets, at)).toBe(length);
        expect(holdsHeader(octets, at)).toBe(true);
        expect(holdsHeader(octets.subarray(0, at + length - 1), at)).toBe(false);
      }),
    );
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
