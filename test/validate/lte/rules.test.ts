import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import { validator } from '../../../src/validate/index.js';
import type { LteKeys } from '../../../src/validate/uu/kenb.js';
import { captureOf, lteKeysOf, lteScenarios, RADIOTAP } from './capture.js';

const framings = ['gsmtap', 'pdcp'] as const;

/** The ids of the rules that a capture breaks, each once. */
const brokenIn = (
  packets: readonly Packet[],
  keys: LteKeys,
  isAtLeast: 'error' | 'any',
): readonly string[] => {
  const own = validator({ keys });
  for (const packet of packets) if (packet.linkType !== RADIOTAP) own.packet(packet);
  const { findings } = own.report();
  return [...new Set(findings.filter(f => isAtLeast === 'any' || f.severity === 'error').map(f => f.rule))];
};

/** Those in which the WT is told first. */
const wtFirst = new Set([
  'rekey-option-1-mic',
  'rekey-option-1-pmkid',
  'rekey-option-1-won-race',
  'rekey-ue-initiated',
]);

/** Those in which LWA comes to nothing, and whether XwAP says so. */
const lwaFails = new Map([
  ['association-timeout', false],
  ['out-of-reach', false],
  ['wt-release-required', true],
]);

describe.each(framings)('the scenarios over %s', uu => {
  it.each(lteScenarios)('%s breaks the rules that it means to', name => {
    const { packets, keys } = captureOf(name, { uu });
    const expected = wtFirst.has(name)
      ? ['wt-modification-before-rrc-complete']
      : lwaFails.has(name)
        ? ['lwa-failed']
        : [];
    expect(brokenIn(packets, lteKeysOf(keys), 'any')).toEqual(expected);
    // Without keys, what is ciphered tells nothing.
    expect(brokenIn(packets, {}, 'any')).toEqual(
      uu === 'pdcp' && lwaFails.get(name) !== true ? [] : expected,
    );
  });

  it.each(lteScenarios.filter(name => !wtFirst.has(name)))('%s with lost packets blames nobody', name => {
    const { packets, keys } = captureOf(name, { uu });
    const all = packets.filter(({ linkType }) => linkType !== RADIOTAP);
    const blamed = (kept: readonly Packet[]): void => {
      expect(brokenIn(kept, lteKeysOf(keys), 'error')).toEqual([]);
      expect(brokenIn(kept, {}, 'error')).toEqual([]);
    };
    for (const lost of all) blamed(all.filter(packet => packet !== lost));
    for (let start = 1; start < all.length; start++) blamed(all.slice(start));
    for (let end = 1; end < all.length; end++) blamed(all.slice(0, end));
  });
});

it('many UEs and lost packets: nobody is blamed', () => {
  const { packets, keys } = captureOf('rekey-option-2', { ues: 10 });
  const all = packets.filter(({ linkType }) => linkType !== RADIOTAP);
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(all.length - 1), { maxLength: 20 }), lost => {
      const gone = new Set(lost);
      const kept = all.filter((_, i) => !gone.has(i));
      expect(brokenIn(kept, lteKeysOf(keys), 'error')).toEqual([]);
      expect(brokenIn(kept, {}, 'error')).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

it.each(framings)('altered octets over %s: nobody is blamed', uu => {
  const { packets, keys } = captureOf('rekey-option-2', { uu });
  const all = packets.filter(({ linkType }) => linkType !== RADIOTAP);
  // Each direction of each link has shown by then that its checksums are right.
  const first = all.findIndex(({ linkType }) => linkType === 101) + 2;
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.integer({ min: first, max: all.length - 1 }),
          fc.nat(400),
          fc.integer({ min: 1, max: 255 }),
        ),
        {
          maxLength: 10,
        },
      ),
      flips => {
        const damaged = all.map(packet => ({ ...packet, bytes: packet.bytes.slice() }));
        for (const [index, at, mask] of flips) {
          const { bytes } = damaged[index]!;
          bytes[at % bytes.length]! ^= mask;
        }
        expect(brokenIn(damaged, lteKeysOf(keys), 'error')).toEqual([]);
        expect(brokenIn(damaged, {}, 'error')).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});
