import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import type { LteEvent } from '../../../src/validate/lte-events.js';
import { captureOf, follow, lteKeysOf, RADIOTAP, say, type Told } from './capture.js';

const framings = ['gsmtap', 'pdcp'] as const;
const captures = framings.flatMap(uu =>
  ['rekey-option-2', 'handover-without-wt-change', 'lossy'].map(name => ({
    name: `${name} over ${uu}`,
    ...captureOf(name, { uu }),
  })),
);
const lteOnly = (packets: readonly Packet[]): readonly Packet[] =>
  packets.filter(({ linkType }) => linkType !== RADIOTAP);

const eventsOf = (told: readonly Told[]): readonly LteEvent[] => told.flatMap(({ events }) => events);
/** What was said of messages, of each once. */
const messages = (told: readonly Told[]): readonly string[] =>
  eventsOf(told)
    .filter(({ kind }) => kind === 'rrc' || kind === 'xwap' || kind === 's-kwt' || kind === 'status-report')
    .map(say)
    .sort();

describe.each(captures)('$name', ({ packets, keys }) => {
  const whole = lteOnly(packets);
  const given = lteKeysOf(keys);
  const undamaged = messages(follow(whole, given));

  it('ends anywhere, and all that it shows is found', () => {
    for (let length = 0; length <= whole.length; length++) {
      const told = follow(whole.slice(0, length), given);
      expect(eventsOf(told).filter(({ kind }) => kind === 'gap').length).toBeLessThan(6);
      for (const text of messages(told)) expect(undamaged).toContain(text);
    }
  });

  it('begins anywhere', () => {
    for (let start = 0; start <= whole.length; start++)
      expect(eventsOf(follow(whole.slice(start), given)).every(({ kind }) => kind !== 'gap')).toBe(
        eventsOf(follow(whole, given)).every(({ kind }) => kind !== 'gap'),
      );
  });

  it('shows the same with every packet twice', () => {
    const doubled = whole.flatMap(packet => [packet, { ...packet, time: packet.time + 1_000_000n }]);
    expect(messages(follow(doubled, given))).toEqual(undamaged);
  });

  it('shows the same where packets overtake each other by a millisecond', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000_000), { minLength: whole.length, maxLength: whole.length }),
        delays => {
          const moved = whole
            .map((packet, i) => ({ ...packet, time: packet.time + BigInt(delays[i]!) }))
            .sort((a, b) => Number(a.time - b.time));
          expect(messages(follow(moved, given))).toEqual(undamaged);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('says that packets are missing where they are', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), index => {
        const [lost] = whole.slice(index, index + 1);
        const rest = whole.filter(packet => packet !== lost);
        const before = messages(follow(whole, given));
        const told = follow(rest, given);
        // GSMTAP numbers nothing; and what is lost before the first or behind the last message, nobody can tell.
        const isNumbered = lost!.linkType === 1 || keys.kenbs.length === 0;
        const after = messages(told);
        const isLess =
          after.filter(text => !text.includes('(sure)')).length <
          before.filter(text => !text.includes('(sure)')).length;
        if (isNumbered && isLess && index < whole.length - 1)
          expect(eventsOf(told).filter(({ kind }) => kind === 'gap').length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  it('never throws, whatever is missing or altered', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(0xffff), fc.integer({ min: 1, max: 255 })), {
          maxLength: 20,
        }),
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(200)), { maxLength: 5 }),
        (flips, cuts) => {
          const damaged = whole.map(packet => ({ ...packet, bytes: packet.bytes.slice() }));
          for (const [index, at, mask] of flips) {
            const { bytes } = damaged[index]!;
            bytes[at % bytes.length]! ^= mask;
          }
          for (const [index, length] of cuts)
            damaged[index] = { ...damaged[index]!, bytes: damaged[index]!.bytes.subarray(0, length) };
          const told = follow(damaged, given);
          // What was altered on the way is dropped by its receiver, and no fault of its sender.
          const wrong = eventsOf(told).filter(event => event.kind === 'rrc' && event.macI === 'invalid');
          expect(wrong).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('hostile octets', () => {
  it('are passed over, whatever the link type', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 101, 108, 113, 228, 229, 276, 147),
        fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 10 }),
        (linkType, all) => {
          const packets = all.map((bytes, i) => ({
            linkType,
            bytes,
            frame: i + 1,
            time: BigInt(i),
            interface: 0,
            originalLength: bytes.length,
          }));
          follow(packets);
        },
      ),
    );
  });
});
