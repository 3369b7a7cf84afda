import { describe, expect, it } from 'vitest';
import { fromHex } from '../../src/codecs/hex.js';
import { pskFromPassphrase } from '../../src/crypto/index.js';
import { keyRing } from '../../src/validate/keys.js';

const pmk = (octet: number): Uint8Array => new Uint8Array(32).fill(octet);
const station = fromHex('02:00:00:00:00:01');
const other = fromHex('02:00:00:00:00:02');
const ssid = new TextEncoder().encode('IEEE');

const names = (found: readonly { readonly name: string }[]): string[] => found.map(({ name }) => name);

describe('the keys that may apply', () => {
  it('are those of the station first, then those of any', () => {
    const ring = keyRing({
      pmks: [
        { name: 'any', pmk: pmk(1) },
        { name: 'own', pmk: pmk(2), station },
      ],
    });
    expect(names(ring.candidates(ssid, station))).toEqual(['own', 'any']);
    expect(names(ring.candidates(ssid, other))).toEqual(['any']);
  });

  it('begin with the one that was right last', () => {
    const pmks = [1, 2, 3].map(n => ({ name: `PMK${n}`, pmk: pmk(n) }));
    const ring = keyRing({ pmks });
    ring.proven(pmks[2]!);
    expect(names(ring.candidates(ssid, station))).toEqual(['PMK3', 'PMK1', 'PMK2']);
  });

  it('include that of a passphrase, for its SSID, for any, or for one that the capture does not show', () => {
    const expected = pskFromPassphrase('password', ssid);
    const bound = keyRing({ passphrases: [{ passphrase: 'password', ssid }] });
    expect(bound.candidates(ssid, station)).toEqual([{ name: 'passphrase', pmk: expected }]);
    expect(bound.candidates(undefined, station)).toEqual([{ name: 'passphrase', pmk: expected }]);
    expect(bound.candidates(Uint8Array.of(1), station)).toEqual([]);
    const free = keyRing({ passphrases: [{ passphrase: 'password' }] });
    expect(free.candidates(ssid, station)).toEqual([{ name: 'passphrase', pmk: expected }]);
    expect(free.candidates(undefined, station)).toEqual([]);
  });

  it('refuse a passphrase that is none', () => {
    expect(() => keyRing({ passphrases: [{ passphrase: 'short' }] })).toThrow('8 to 63 characters');
  });
});
