import { describe, expect, it } from 'vitest';
import { isOctets } from '../../src/codecs/is-octets.js';
import { fakes, realms } from '../realm.js';

const octets = Uint8Array.of(1, 2, 3);

describe('isOctets', () => {
  it.each([['a Uint8Array', (from: Uint8Array) => from], ['a Buffer', Buffer.from], ...realms] as const)(
    'takes %s',
    (_, make) => {
      expect(isOctets(make(octets))).toBe(true);
      expect(isOctets(make(new Uint8Array(0)))).toBe(true);
    },
  );

  it.each(realms)('is needed: %s is no instance of this one', (_, emigrate) => {
    expect(emigrate(octets)).not.toBeInstanceOf(Uint8Array);
    expect([...emigrate(octets)]).toEqual([...octets]);
  });

  it.each(fakes)('refuses %s', (_, make) => {
    expect(isOctets(make(octets))).toBe(false);
  });

  it.each([undefined, null, 0, 1n, '', 'Uint8Array', true, Symbol.iterator, Uint8Array, {}, new Map()])(
    'refuses %s',
    value => {
      expect(isOctets(value)).toBe(false);
    },
  );
});
