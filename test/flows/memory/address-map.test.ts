import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMac } from '../../../src/codecs/dot11/mac.js';
import { AddressMap } from '../../../src/flows/memory/address-map.js';

/** Few enough that the same ones come again, and that some differ in their first two octets alone. */
const address = fc
  .tuple(fc.nat(2), fc.nat(1), fc.constantFrom(0, 0xff))
  .map(([a, b, c]) => Uint8Array.of(a, b, c, 0x80 & c, 1, c));

describe('values by address', () => {
  it('are those of a Map, whatever is set and deleted', () => {
    const step = fc.record({ at: address, value: fc.option(fc.nat(), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(step), steps => {
        const map = new AddressMap<number>();
        const known = new Map<string, number>();
        for (const { at, value } of steps)
          if (value === undefined) {
            map.delete(Uint8Array.of(9, ...at), 1);
            known.delete(formatMac(at));
          } else {
            map.set(at, value);
            known.set(formatMac(at), value);
          }
        for (const { at } of steps) {
          expect(map.get(at)).toBe(known.get(formatMac(at)));
          expect(map.get(Uint8Array.of(9, 9, 9, ...at), 3)).toBe(known.get(formatMac(at)));
        }
      }),
    );
  });

  it('are found among thousands, and gone when they are taken out', () => {
    const map = new AddressMap<number>();
    const addresses = Array.from({ length: 5000 }, (_, i) => Uint8Array.of(2, i & 1, 0, i >> 16, i >> 8, i));
    addresses.forEach((one, i) => {
      map.set(one, i);
    });
    addresses.forEach((one, i) => {
      if (i % 3 === 0) map.delete(one);
    });
    expect(addresses.map(one => map.get(one))).toEqual(
      addresses.map((_, i) => (i % 3 === 0 ? undefined : i)),
    );
  });
});
