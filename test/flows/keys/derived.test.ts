import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveKenbStar, derivePtk, deriveSKwt } from '../../../src/crypto/index.js';
import { kenbStarOf, ptkOf, sKwtOf } from '../../../src/flows/keys/derived.js';

/** Octets that differ in one place or in none: all that tells two derivations apart may be anywhere. */
const octets = (length: number) =>
  fc
    .tuple(fc.nat(length - 1), fc.nat(2))
    .map(([at, value]) => Uint8Array.from({ length }, (_, i) => (i === at ? value : 7)));

const ptkInput = fc.record({
  akm: fc.constantFrom('00-0F-AC:2', '00-0F-AC:6'),
  cipher: fc.constantFrom('00-0F-AC:4', '00-0F-AC:10'),
  pmk: octets(32),
  aa: octets(6),
  spa: octets(6),
  aNonce: octets(32),
  sNonce: octets(32),
});

describe('a key that is derived once for both ends', () => {
  it('is that of its own octets, whatever was asked for before', () => {
    fc.assert(
      fc.property(fc.array(ptkInput, { minLength: 2, maxLength: 8 }), inputs => {
        for (const input of inputs) expect(ptkOf(input)).toEqual(derivePtk(input).ptk);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(octets(32), fc.nat(0xffff)), { minLength: 2, maxLength: 8 }), asked => {
        for (const [kenb, wtCounter] of asked)
          expect(sKwtOf(kenb, wtCounter)).toEqual(deriveSKwt(kenb, wtCounter));
      }),
    );
    const cell = fc.tuple(octets(32), fc.nat(503), fc.nat(65535));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 8 }), asked => {
        for (const [kenb, pci, earfcnDl] of asked)
          expect(kenbStarOf(kenb, pci, earfcnDl)).toEqual(deriveKenbStar(kenb, { pci, earfcnDl }));
      }),
    );
  });

  it('is another for each cell and counter that the same KeNB is used with, however little they differ', () => {
    const kenb = new Uint8Array(32).fill(5);
    const cells = [
      [101, 1300],
      [102, 1300],
      [101 + 256, 1300],
      [101, 1301],
      [101, 1300 + 256],
      [101, 1300 + 0x1_0000],
    ] as const;
    for (const [pci, earfcnDl] of [...cells, ...cells])
      expect(kenbStarOf(kenb, pci, earfcnDl)).toEqual(deriveKenbStar(kenb, { pci, earfcnDl }));
    for (const counter of [0, 1, 256, 257, 0])
      expect(sKwtOf(kenb, counter)).toEqual(deriveSKwt(kenb, counter));
  });

  it('stays as it is when another takes its place', () => {
    const kenb = new Uint8Array(32).fill(9);
    const first = sKwtOf(kenb, 1);
    const copy = first.slice();
    const second = sKwtOf(kenb, 2);
    expect(second).not.toEqual(first);
    expect(first).toEqual(copy);
    expect(sKwtOf(kenb, 1)).toEqual(copy);
  });

  it('does not change with octets that are written into afterwards', () => {
    const kenb = new Uint8Array(32).fill(3);
    const before = sKwtOf(kenb, 1);
    kenb[31] = 4;
    expect(sKwtOf(kenb, 1)).toEqual(deriveSKwt(kenb, 1));
    expect(sKwtOf(kenb, 1)).not.toEqual(before);
  });
});
