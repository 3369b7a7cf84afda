import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import {
  decodePdcpDrb,
  decodePdcpSrb,
  encodePdcpDrb,
  encodePdcpSrb,
  type PdcpDrb,
  type PdcpSnLength,
} from '../../../src/codecs/rrc/pdcp.js';
import { decodeError, encodeError, expectHostileSafe } from '../link/hostile.js';

const none = new Uint8Array(0);

/** Octets by the figures of TS 36.323, 6.2. */
const cases: readonly (readonly [PdcpSnLength, PdcpDrb, string])[] = [
  [7, { pdu: 'data', sn: 0x55, data: fromHex('aa') }, 'd5 aa'],
  [12, { pdu: 'data', reserved: 0, sn: 0xabc, data: fromHex('aa') }, '8abc aa'],
  [12, { pdu: 'data', reserved: 7, sn: 1, data: none }, 'f001'],
  [15, { pdu: 'data', sn: 0x7ffe, data: fromHex('aa') }, 'fffe aa'],
  [18, { pdu: 'data', polling: false, reserved: 0, sn: 0x2abcd, data: fromHex('aa') }, '82abcd aa'],
  [18, { pdu: 'data', polling: true, reserved: 9, sn: 0x3ffff, data: none }, 'e7ffff'],
  [12, { pdu: 'statusReport', reserved: 0, fms: 0xabc, bitmap: fromHex('8001') }, '0abc 8001'],
  [12, { pdu: 'statusReport', reserved: 0, fms: 0, bitmap: none }, '0000'],
  [15, { pdu: 'statusReport', reserved: 0x1f, fms: 0x1234, bitmap: fromHex('80') }, '0f9234 80'],
  [18, { pdu: 'statusReport', reserved: 2, fms: 0x2abcd, bitmap: fromHex('80') }, '0aabcd 80'],
  [7, { pdu: 'rohcFeedback', reserved: 0, feedback: fromHex('f300') }, '10 f300'],
  [12, { pdu: 'rohcFeedback', reserved: 15, feedback: none }, '1f'],
  [12, { pdu: 'lwaStatusReport', reserved: 0, fms: 0xabc, hrw: 0xdef, nmp: 0x123 }, '2abc def123'],
  [15, { pdu: 'lwaStatusReport', reserved: 0, fms: 0x1234, hrw: 0x2345, nmp: 0x3456 }, '201234 2345 3456'],
  [15, { pdu: 'lwaStatusReport', reserved: 0x7d, fms: 0x1234, hrw: 0x2345, nmp: 0x3456 }, '2f9234 2345 b456'],
  [15, { pdu: 'lwaStatusReport', reserved: 2, fms: 0, hrw: 0, nmp: 0 }, '200000 8000 0000'],
  [18, { pdu: 'lwaStatusReport', reserved: 0, fms: 0x2abcd, hrw: 0x3fffe, nmp: 1 }, '22abcd ffff80 0001'],
  [18, { pdu: 'lwaStatusReport', reserved: 0x39, fms: 0, hrw: 1, nmp: 0x3ffff }, '2c0000 0000 67ffff'],
  [12, { pdu: 'lwaEndMarker', reserved: 0, lsn: 0xabc }, '3abc'],
  [15, { pdu: 'lwaEndMarker', reserved: 1, lsn: 0x7fff }, '30ffff'],
  [18, { pdu: 'lwaEndMarker', reserved: 0, lsn: 0x2abcd }, '32abcd'],
  [12, { pdu: 'otherControl', type: 4, reserved: 8, content: none }, '48'],
  [18, { pdu: 'otherControl', type: 7, reserved: 0, content: fromHex('01') }, '70 01'],
];

describe('PDCP of SRBs', () => {
  const value = { reserved: 5, sn: 30, data: fromHex('3202'), macI: fromHex('b4943e29') };

  it('splits header, data and MAC-I', () => {
    expect(decodePdcpSrb(fromHex('be 3202 b4943e29'))).toEqual(value);
    expect(encodePdcpSrb(value)).toEqual(fromHex('be 3202 b4943e29'));
  });

  it('says what is wrong', () => {
    expect(decodeError(() => decodePdcpSrb(none))).toMatchObject({
      path: 'PDCP.sn',
      required: 1,
      available: 0,
    });
    expect(decodeError(() => decodePdcpSrb(fromHex('00010203')))).toMatchObject({
      path: 'PDCP.macI',
      offset: 1,
      required: 4,
      available: 3,
    });
    expect(encodeError(() => encodePdcpSrb({ ...value, sn: 32 }))).toContain(
      'PDCP.sn: is to be an integer from 0 to 31',
    );
    expect(encodeError(() => encodePdcpSrb({ ...value, macI: none }))).toContain(
      'PDCP.macI: is to be 4 octets, not 0',
    );
    expect(encodeError(() => encodePdcpSrb(null as never))).toContain('PDCP: is to be an object');
  });

  it('survives hostile octets', () => {
    expectHostileSafe(
      { decode: b => decodePdcpSrb(b), lax: b => decodePdcpSrb(b, { lax: true }), encode: encodePdcpSrb },
      [encodePdcpSrb(value)],
    );
  });
});

describe('PDCP of DRBs', () => {
  it.each(cases)('%i bits: %o', (snLength, value, hex) => {
    expect(encodePdcpDrb(value, snLength)).toEqual(fromHex(hex));
    expect(decodePdcpDrb(fromHex(hex), snLength)).toEqual(value);
  });

  it.each<[PdcpSnLength, string, object]>([
    [12, '', { path: 'PDCP.header', required: 1, available: 0 }],
    [12, '80', { path: 'PDCP.sn', required: 2, available: 1 }],
    [18, '8000', { path: 'PDCP.sn', required: 3, available: 2 }],
    [12, '00', { path: 'PDCP.fms', required: 2, available: 1 }],
    [15, '3000', { path: 'PDCP.lsn', required: 3, available: 2 }],
    [12, '3abc00', { code: 'trailing', offset: 2, available: 1 }],
    [12, '2abcdef1', { path: 'PDCP.hrw', offset: 2, required: 3, available: 2 }],
    [18, '22abcdffff80000100', { code: 'trailing', offset: 8, available: 1 }],
    [7, '0000', { code: 'unsupported', path: 'PDCP.type' }],
  ])('%i bits: refuses %s', (snLength, hex, expected) => {
    expect(decodeError(() => decodePdcpDrb(fromHex(hex), snLength))).toMatchObject(expected);
  });

  it.each<[string, PdcpSnLength, unknown]>([
    ['PDCP: is to be an object', 12, null],
    ['PDCP.pdu: is to be the name of a PDU', 12, {}],
    ['PDCP.pdu: is to be one that has a format with a 7-bit SN', 7, { pdu: 'lwaEndMarker', lsn: 0 }],
    ['PDCP.sn: is to be an integer from 0 to 4095', 12, { pdu: 'data', sn: 4096, data: none }],
    ['PDCP.reserved: is to be an integer from 0 to 0', 15, { pdu: 'data', sn: 0, reserved: 1, data: none }],
    [
      'PDCP.polling: is to be false but with an 18-bit SN',
      12,
      { pdu: 'data', sn: 0, polling: true, data: none },
    ],
    ['PDCP.reserved: is to be an integer from 0 to 31', 15, { pdu: 'lwaEndMarker', lsn: 0, reserved: 32 }],
    [
      'PDCP.hrw: is to be an integer from 0 to 262143',
      18,
      { pdu: 'lwaStatusReport', fms: 0, hrw: 2 ** 18, nmp: 0 },
    ],
    ['PDCP.type: is to be an integer from 4 to 7', 12, { pdu: 'otherControl', type: 3, content: none }],
    ['snLength: is to be one of 7, 12, 15, 18', 16 as 18, { pdu: 'data', sn: 0, data: none }],
  ])('refuses a value: %s', (message, snLength, value) => {
    expect(encodeError(() => encodePdcpDrb(value as PdcpDrb, snLength))).toContain(message);
  });

  it.each([7, 12, 15, 18] as const)('survives hostile octets with %i bits', snLength => {
    expectHostileSafe(
      {
        decode: b => decodePdcpDrb(b, snLength),
        lax: b => decodePdcpDrb(b, snLength, { lax: true }),
        encode: v => encodePdcpDrb(v, snLength),
      },
      cases.filter(([bits]) => bits === snLength).map(([, , hex]) => fromHex(hex)),
    );
  });
});
