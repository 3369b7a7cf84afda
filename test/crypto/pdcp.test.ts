import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../src/codecs/error.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { protectSrb, type SrbSecurity, unprotectSrb } from '../../src/crypto/pdcp.js';
import type { PdcpAlgorithm } from '../../src/crypto/pdcp-security.js';

const security = (direction: 0 | 1, integrity: PdcpAlgorithm, ciphering: PdcpAlgorithm): SrbSecurity => ({
  bearer: 0,
  direction,
  integrity: { algorithm: integrity, key: fromHex('0123456789abcdef0123456789abcdef') },
  ciphering: { algorithm: ciphering, key: fromHex('fedcba9876543210fedcba9876543210') },
});

// PDUs of SRB1 that Wireshark deciphers and whose MAC-I it finds right; test/codecs/link/wireshark.test.ts asks it.
const samples = [
  ['SecurityModeCommand', 0, 1, 0, '320220', '003202201a3a644a'],
  ['SecurityModeComplete', 0, 0, 0, '2a00', '002a009cde3ea8'],
  ['RRCConnectionReconfiguration', 1, 1, 2, '2200a4a091200020', '0105e2a4fdf3192a399d4df694'],
  ['RRCConnectionReconfigurationComplete', 1, 0, 2, '1200', '01d7def841bbc4'],
  ['WLANConnectionStatusReport', 2, 0, 2, '9400', '02e79eb887f147'],
] as const;

describe('protection of SRBs', () => {
  it.each(samples)('%s', (_, count, direction, ciphering, rrc, pdu) => {
    const how = security(direction, 2, ciphering);
    expect(toHex(protectSrb(how, count, fromHex(rrc)))).toBe(pdu);
    expect(unprotectSrb(how, 0, fromHex(pdu))).toMatchObject({
      rrc: fromHex(rrc),
      count,
      integrity: 'valid',
    });
  });

  it('is a MAC-I of zeros before security is activated', () => {
    expect(toHex(protectSrb(security(1, 0, 0), 3, fromHex('3202')))).toBe('03320200000000');
  });

  it('undoes itself, whatever the COUNT', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 50 }),
        fc.nat(0xffffffff),
        fc.constantFrom(0, 2),
        fc.constantFrom(0, 2),
        fc.constantFrom(0, 1),
        (rrc, count, integrity, ciphering, direction) => {
          const how = security(direction as 0 | 1, integrity as PdcpAlgorithm, ciphering as PdcpAlgorithm);
          const pdu = protectSrb(how, count, rrc);
          expect(unprotectSrb(how, Math.floor(count / 32), pdu)).toMatchObject({
            rrc,
            count,
            integrity: 'valid',
          });
        },
      ),
    );
  });

  it('finds any bit that changed, another COUNT, BEARER or DIRECTION', () => {
    const how = security(1, 2, 2);
    const pdu = protectSrb(how, 1, fromHex('2200a4a091200020'));
    const verdict = (octets: Uint8Array, hfn = 0, other: Partial<SrbSecurity> = {}): string =>
      unprotectSrb({ ...how, ...other }, hfn, octets).integrity;
    for (let bit = 0; bit < pdu.length * 8; bit++) {
      const changed = pdu.slice();
      changed[bit >> 3]! ^= 0x80 >> (bit & 7);
      expect(verdict(changed)).toBe('invalid');
    }
    expect(verdict(pdu)).toBe('valid');
    expect(verdict(pdu, 1)).toBe('invalid');
    expect(verdict(pdu, 0, { bearer: 1 })).toBe('invalid');
    expect(verdict(pdu, 0, { direction: 0 })).toBe('invalid');
  });

  it('refuses what is out of range', () => {
    expect(() => unprotectSrb(security(0, 2, 2), 0, new Uint8Array(4))).toThrow(DecodeError);
    expect(() => unprotectSrb(security(0, 2, 2), 2 ** 27, new Uint8Array(5))).toThrow(/^hfn: /);
    expect(() => protectSrb(security(0, 2, 2), 2 ** 32, new Uint8Array(1))).toThrow(/^count: /);
  });
});
