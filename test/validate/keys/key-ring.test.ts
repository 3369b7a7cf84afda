import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { pskFromPassphrase } from '../../../src/crypto/index.js';
import { type Keys, type Limits, validate, validator } from '../../../src/validate/index.js';
import { copiedKeys, keyRing } from '../../../src/validate/keys/key-ring.js';

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
    const expected = pskFromPassphrase({ passphrase: 'password', ssid });
    const bound = keyRing({ passphrases: [{ passphrase: 'password', ssid }] });
    expect(bound.candidates(ssid, station)).toEqual([{ name: 'passphrase', pmk: expected }]);
    expect(bound.candidates(undefined, station)).toEqual([{ name: 'passphrase', pmk: expected }]);
    expect(bound.candidates(Uint8Array.of(1), station)).toEqual([]);
    const free = keyRing({ passphrases: [{ passphrase: 'password' }] });
    expect(free.candidates(ssid, station)).toEqual([{ name: 'passphrase', pmk: expected }]);
    expect(free.candidates(undefined, station)).toEqual([]);
  });
});

describe('keys that were given', () => {
  const octetsIn = (keys: Keys): readonly Uint8Array[] =>
    Object.values(keys).flatMap(list =>
      (list as readonly object[]).flatMap(one => Object.values(one).filter(of => of instanceof Uint8Array)),
    );

  it('are kept as octets of their own, of every kind', () => {
    const given = (): Keys => ({
      pmks: [{ name: 'P', pmk: pmk(1), station: fromHex('020000000001'), source: 'a' }],
      passphrases: [
        { passphrase: 'password', ssid: new TextEncoder().encode('IEEE') },
        { passphrase: 'password' },
      ],
      kenbs: [{ name: 'K', kenb: pmk(2), station: fromHex('020000000001'), pdcpUeId: 3 }],
      kasmes: [{ name: 'A', kasme: pmk(3), uplinkNasCount: 4, station: fromHex('020000000001') }],
      earfcns: [1300],
    });
    const keys = given();
    const kept = copiedKeys(keys);
    expect(octetsIn(keys)).toHaveLength(7);
    for (const octets of octetsIn(keys)) octets.fill(0);
    (keys.pmks as unknown[]).length = 0;
    (keys.earfcns as number[])[0] = 0;
    expect(kept).toEqual(given());
    expect(copiedKeys({})).toEqual({});
  });

  it('may name a network by text, which stands for its UTF-8', () => {
    const passphrase = 'password';
    for (const ssid of ['IEEE', '\u{e9}', '']) {
      const text: Keys = { passphrases: [{ passphrase, ssid }] };
      const octets: Keys = { passphrases: [{ passphrase, ssid: new TextEncoder().encode(ssid) }] };
      expect(copiedKeys(text)).toEqual(copiedKeys(octets));
      const [own] = keyRing(text).candidates(undefined, station);
      expect(own).toBeDefined();
      expect(keyRing(octets).candidates(undefined, station)).toEqual([own]);
    }
  });

  it('are kept so where they are of a Node Buffer', () => {
    const octets = Buffer.alloc(32, 1);
    const { pmks } = copiedKeys({ pmks: [{ name: 'P', pmk: octets }] });
    octets.fill(0);
    expect(pmks![0]!.pmk).toEqual(pmk(1));
  });
});

describe('keys that are none', () => {
  const [name, kenb] = ['K', pmk(1)];
  const hex = 'a1'.repeat(32) as unknown as Uint8Array;
  const nothing = undefined as unknown as Uint8Array;
  const wrong: readonly (readonly [string, Keys])[] = [
    ...[0, 1, 16, 31, 33, 65].map(
      length => ['keys.pmks[0].pmk', { pmks: [{ name, pmk: new Uint8Array(length) }] }] as const,
    ),
    ['keys.pmks[0].pmk', { pmks: [{ name, pmk: hex }] }],
    ['keys.pmks[0].pmk', { pmks: [{ name, pmk: nothing }] }],
    ['keys.pmks[0].pmk', { pmks: [{ name, pmk: new Uint16Array(32) as unknown as Uint8Array }] }],
    [
      'keys.pmks[1].station',
      {
        pmks: [
          { name, pmk: pmk(1) },
          { name, pmk: pmk(2), station: station.subarray(1) },
        ],
      },
    ],
    ['keys.passphrases[0].passphrase', { passphrases: [{ passphrase: 'short' }] }],
    ['keys.passphrases[0].ssid', { passphrases: [{ passphrase: 'password', ssid: new Uint8Array(40) }] }],
    ['keys.passphrases[0].ssid', { passphrases: [{ passphrase: 'password', ssid: '\u{e9}'.repeat(17) }] }],
    ['keys.passphrases[0].ssid', { passphrases: [{ passphrase: 'password', ssid: 7 as unknown as string }] }],
    ['keys.kenbs[0].kenb', { kenbs: [{ name, kenb: new Uint8Array(31) }] }],
    ['keys.kenbs[0].station', { kenbs: [{ name, kenb, station: new Uint8Array(7) }] }],
    ['keys.kenbs[0].pdcpUeId', { kenbs: [{ name, kenb, pdcpUeId: 65536 }] }],
    ['keys.kenbs[0].pci', { kenbs: [{ name, kenb, pci: 504 }] }],
    ['keys.kasmes[0].kasme', { kasmes: [{ name, kasme: new Uint8Array(16), uplinkNasCount: 0 }] }],
    ['keys.kasmes[0].uplinkNasCount', { kasmes: [{ name, kasme: kenb, uplinkNasCount: -1 }] }],
    ['keys.earfcns[1]', { earfcns: [1, 262144] }],
  ];

  it.each(wrong)('are refused as %s', (path, keys) => {
    for (const run of [() => validator({ keys }), () => validate([], { keys })]) {
      expect(run).toThrow(EncodeError);
      expect(run).toThrow(expect.objectContaining({ path }));
      expect(run).not.toThrow(/a1a1/);
    }
  });

  it('are not those of the longest PMKs and SSIDs', () => {
    const pmks = [32, 48, 64].map(length => ({ name, pmk: Buffer.alloc(length), station }));
    expect(() =>
      validator({ keys: { pmks, passphrases: [{ passphrase: 'password', ssid: new Uint8Array(32) }] } }),
    ).not.toThrow();
  });
});

describe('limits that are none', () => {
  it.each<[string, Limits]>([
    ['suspensionMs', { suspensionMs: Number.NaN }],
    ['suspensionMs', { suspensionMs: -1 }],
    ['suspensionMs', { suspensionMs: Number.POSITIVE_INFINITY }],
    ['sessions', { sessions: Number.NaN }],
    ['networks', { networks: 1.5 }],
  ])('are refused as limits.%s', (name, limits) => {
    expect(() => validator({ limits })).toThrow(EncodeError);
    expect(() => validator({ limits })).toThrow(expect.objectContaining({ path: `limits.${name}` }));
  });

  it('are not 0, parts of a millisecond, and as many sessions as there may be', () => {
    const limits = { suspensionMs: 0.5, sessions: Number.POSITIVE_INFINITY, networks: 0 };
    expect(validator({ limits }).report().findings).toEqual([]);
  });
});
