import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import { decodeEthernet } from '../../../src/codecs/link/ethernet.js';
import { decodeIpv4 } from '../../../src/codecs/link/ipv4.js';
import { decodePdcpLteFraming } from '../../../src/codecs/link/pdcp-lte-framing.js';
import { decodeSctp } from '../../../src/codecs/link/sctp.js';
import { decodeUdp } from '../../../src/codecs/link/udp.js';
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
    .filter(({ kind }) => kind === 'rrc' || kind === 'xwap' || kind === 'sKwt' || kind === 'statusReport')
    .map(say)
    .sort();

describe.each(captures)('$name', ({ name, packets, keys }) => {
  const whole = lteOnly(packets);
  const given = lteKeysOf(keys);
  const undamaged = messages(follow(whole, given));

  it('ends anywhere, and all that it shows is found', () => {
    for (let length = 0; length <= whole.length; length++) {
      const told = follow(whole.slice(0, length), given);
      // Where packets overtake each other, the end of the capture may come before what was overtaken.
      if (!name.startsWith('lossy')) expect(eventsOf(told).some(({ kind }) => kind === 'gap')).toBe(false);
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

describe('a packet that is missing', () => {
  /** Links that number what they carry: the direction of a packet, if it is of one, with what tells its COUNTs or TSNs apart. */
  const flowOf = ({ linkType, bytes }: Packet): string | undefined => {
    if (linkType === 1) {
      const { source, destination, payload } = decodeIpv4(decodeEthernet(bytes).payload);
      const carriesData = decodeSctp(payload).chunks.some(({ chunk }) => chunk === 'DATA');
      return carriesData ? `${source} ${destination}` : undefined;
    }
    const { tags } = decodePdcpLteFraming(decodeUdp(decodeIpv4(bytes).payload).payload);
    return JSON.stringify(tags);
  };

  it.each(['rekey-option-2', 'handover-without-wt-change', 'rekey-rel13-release-and-add'])(
    'between two others of its flow shows as a gap there: %s',
    name => {
      const { packets, keys } = captureOf(name, { uu: 'pdcp' });
      const whole = lteOnly(packets);
      const flows = whole.map(flowOf);
      let checked = 0;
      whole.forEach((lost, i) => {
        const before = flows.lastIndexOf(flows[i], i - 1);
        const after = flows.indexOf(flows[i], i + 1);
        if (flows[i] === undefined || i === 0 || before < 0 || after < 0) return;
        const told = follow(
          whole.filter(packet => packet !== lost),
          lteKeysOf(keys),
        );
        const gaps = eventsOf(told).flatMap(event => (event.kind === 'gap' ? [event] : []));
        expect(gaps.length).toBeGreaterThan(0);
        // The stretch that is named holds the place where it was.
        for (const { where, from, frame } of gaps) {
          expect(where).toBe(lost.linkType === 1 ? 'xw' : 'uu');
          expect(from.frame).toBeLessThan(lost.frame!);
          expect(frame).toBeGreaterThan(lost.frame!);
        }
        checked++;
      });
      expect(checked).toBeGreaterThan(3);
    },
  );
});
