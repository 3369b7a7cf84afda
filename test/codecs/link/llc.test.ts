import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError, EncodeError } from '../../../src/codecs/error.js';
import { fromHex } from '../../../src/codecs/hex.js';
import {
  decodeLlc,
  EAPOL_ETHERTYPE,
  encodeLlc,
  etherTypeAt,
  LWAAP_ETHERTYPE,
  snap,
} from '../../../src/codecs/link/llc.js';

describe('LLC', () => {
  it.each([
    [
      'SNAP',
      'aaaa03 000000 888e 0102',
      {
        dsap: 0xaa,
        ssap: 0xaa,
        control: 3,
        oui: '00-00-00',
        etherType: EAPOL_ETHERTYPE,
        payload: fromHex('0102'),
      },
    ],
    [
      'SNAP of another organization',
      'aaaa03 00000c 2000',
      { dsap: 0xaa, ssap: 0xaa, control: 3, oui: '00-00-0C', etherType: 0x2000, payload: new Uint8Array(0) },
    ],
    ['an unnumbered PDU', '424203 aa', { dsap: 0x42, ssap: 0x42, control: 3, payload: fromHex('aa') }],
    [
      'SNAP on one side alone',
      'aa4203 000000 888e',
      { dsap: 0xaa, ssap: 0x42, control: 3, payload: fromHex('000000888e') },
    ],
    [
      'SNAP on the other side alone',
      '42aa03 000000 888e',
      { dsap: 0x42, ssap: 0xaa, control: 3, payload: fromHex('000000888e') },
    ],
    [
      'a test command of SNAP',
      'aaaaf3 000000 888e',
      { dsap: 0xaa, ssap: 0xaa, control: 0xf3, payload: fromHex('000000888e') },
    ],
    [
      'an unnumbered PDU of the last command',
      '4242ff',
      { dsap: 0x42, ssap: 0x42, control: 0xff, payload: new Uint8Array(0) },
    ],
    [
      'an information PDU',
      'f0f0 0402 aa',
      { dsap: 0xf0, ssap: 0xf0, control: 0x0204, payload: fromHex('aa') },
    ],
  ])('reads and writes %s', (_, hex, value) => {
    expect(decodeLlc(fromHex(hex))).toEqual(value);
    expect(encodeLlc(value)).toEqual(fromHex(hex));
  });

  it('puts EtherTypes in front of payloads', () => {
    const octets = snap(LWAAP_ETHERTYPE, fromHex('05'));
    expect(octets).toEqual(fromHex('aaaa03 000000 9e65 05'));
    expect(etherTypeAt(Uint8Array.of(0, ...octets), 1)).toBe(LWAAP_ETHERTYPE);
    expect(() => snap(0x10000, octets)).toThrow(EncodeError);
  });

  it('finds an EtherType that is the last of the octets, wherever they lie', () => {
    const octets = fromHex('aaaa03 000000 888e');
    expect(etherTypeAt(octets)).toBe(EAPOL_ETHERTYPE);
    expect(etherTypeAt(fromHex('ffffffffff aaaa03 000000 888e'), 5)).toBe(EAPOL_ETHERTYPE);
    for (const at of [3, 4, 5]) expect(etherTypeAt(Uint8Array.of(0, 0, ...octets.with(at, 1)), 2)).toBe(-1);
  });

  it.each(['aaaa03 00000c 2000', '424203 000000 888e', 'aaaa03 000000 88'])(
    'finds no EtherType in %s',
    hex => {
      expect(etherTypeAt(fromHex(hex))).toBe(-1);
    },
  );

  it('refuses SNAP fields without SNAP', () => {
    for (const field of [{ etherType: 1 }, { oui: '00-00-00' }])
      expect(() => encodeLlc({ dsap: 1, ssap: 1, control: 3, ...field, payload: new Uint8Array(0) })).toThrow(
        new EncodeError('LLC.oui', 'is only there with SNAP: DSAP and SSAP 170, control 3'),
      );
  });

  it('refuses a control field that is no number', () => {
    for (const control of [1n, Symbol('control'), '3', undefined])
      expect(() =>
        encodeLlc({ dsap: 1, ssap: 1, control: control as never, payload: new Uint8Array(0) }),
      ).toThrow(new EncodeError('LLC.control', 'is to be an integer from 0 to 65535'));
  });

  /** It would be read as an unnumbered PDU, its second octet as payload. */
  it('refuses a control field of two octets that says to have one', () => {
    expect(() => encodeLlc({ dsap: 1, ssap: 1, control: 0x103, payload: new Uint8Array(0) })).toThrow(
      'LLC.control: is to be an integer from 0 to 255',
    );
    const numbered = { dsap: 1, ssap: 1, control: 0x102, payload: new Uint8Array(0) };
    expect(decodeLlc(encodeLlc(numbered))).toEqual(numbered);
  });

  it('returns or throws DecodeError for any octets, and gives back what it takes', () => {
    const header = fc.constantFrom('aaaa03', 'aaaa03000000888e', '4242', '').map(hex => fromHex(hex));
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 20 }), (first, more) => {
        const octets = Uint8Array.of(...first, ...more);
        try {
          expect(encodeLlc(decodeLlc(octets))).toEqual(octets);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
          expect(octets.length).toBeLessThan(8);
        }
      }),
    );
  });
});
