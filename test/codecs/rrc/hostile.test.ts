import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../../src/codecs/error.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { DlDcch, lwaReconfiguration, UlDcch } from '../../../src/codecs/rrc/index.js';
import { collected } from './collected.js';
import { capabilityVectors, channel, type Vector, vectors } from './vectors.js';

const pdus = ['DL-DCCH-Message', 'UL-DCCH-Message'] as const;

const messages: readonly Pick<Vector, 'pdu' | 'uper'>[] = [
  ...vectors,
  ...capabilityVectors.flatMap(({ pdu, uper }) => (pdu === 'UE-EUTRA-Capability' ? [] : [{ pdu, uper }])),
  ...collected.flatMap(({ channel, uper }) =>
    channel === 'dlCcch' ? [] : [{ pdu: channel === 'dlDcch' ? pdus[0] : pdus[1], uper }],
  ),
];

/** A value that is written as the same octets again, or a DecodeError with a place. True for a value. */
function survives(pdu: Vector['pdu'], octets: Uint8Array): boolean {
  try {
    const again = toHex(channel[pdu].again(octets));
    if (again !== toHex(octets)) throw new Error(`${toHex(octets)} came back as ${again}`);
    return true;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const placed = error.path.startsWith(pdu) && error.bit !== undefined && error.offset <= octets.length;
    if (!placed) throw new Error(`no place in ${JSON.stringify(error)}`);
    if (channel[pdu].lax(octets).error === undefined) throw new Error('lax sees no error');
    return false;
  }
}

/** The octets that hold the first `length` bits, the rest of the last one zero. */
const cut = (octets: Uint8Array, length: number): Uint8Array => {
  const short = octets.slice(0, (length + 7) >> 3);
  if (length % 8 !== 0) short[short.length - 1]! &= 0xff00 >> (length % 8);
  return short;
};

describe('octets that are no RRC message', () => {
  it('may be a message cut at any bit', () => {
    let errors = 0;
    for (const { pdu, uper } of messages) {
      const octets = fromHex(uper);
      for (let length = 0; length < octets.length * 8; length++) {
        if (!survives(pdu, cut(octets, length))) errors++;
      }
    }
    expect(errors).toBeGreaterThan(10_000);
  });

  it('may be a message with any bit flipped', () => {
    let errors = 0;
    for (const { pdu, uper } of messages) {
      for (let bit = 0; bit < uper.length * 4; bit++) {
        const octets = fromHex(uper);
        octets[bit >> 3]! ^= 0x80 >> (bit & 7);
        if (!survives(pdu, octets)) errors++;
      }
    }
    expect(errors).toBeGreaterThan(1000);
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pdus), fc.uint8Array({ maxLength: 80 }), (pdu, octets) => {
        survives(pdu, octets);
      }),
      { numRuns: 2000 },
    );
  });

  it('may be a message with a few octets replaced', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...messages),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        ({ pdu, uper }, changes) => {
          const octets = fromHex(uper);
          for (const [at, octet] of changes) octets[at % octets.length] = octet;
          survives(pdu, octets);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a length that lies', () => {
  it('is refused before anything is read of it', () => {
    // dedicatedInfoNASList of 11, the first of 64K with four octets behind it.
    const error = DlDcch.decode(fromHex('2011589fffffffff'.padEnd(20, '0')), { lax: true }).error;
    expect(error).toBeInstanceOf(DecodeError);
  });

  it('names the field that claimed it', () => {
    const octets = DlDcch.encode(lwaReconfiguration({ nas: [new Uint8Array(100)] }));
    const { error } = DlDcch.decode(octets.subarray(0, 50), { lax: true });
    expect(error).toMatchObject({ code: 'truncated', required: 800 });
    expect(error!.path).toMatch(/dedicatedInfoNASList\[0\]$/);
    expect(error!.claimedBy).toBe(error!.path);
  });
});

describe('time', () => {
  // Work that grew with the square would end with the time limit of any test.
  it('grows with the octets and no faster', () => {
    const nas = new Uint8Array(2 ** 22);
    const octets = DlDcch.encode(lwaReconfiguration({ nas: [nas] }));
    expect(DlDcch.encode(DlDcch.decode(octets))).toHaveLength(octets.length);
    const claims = new Uint8Array(2 ** 20).fill(0xc4);
    expect(UlDcch.encode(UlDcch.decode(claims))).toHaveLength(claims.length);
  });
});
