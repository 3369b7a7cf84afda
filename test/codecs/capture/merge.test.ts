import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alignClocks,
  type ClockCorrection,
  clockSampler,
  corrected,
  decodeCapture,
  type InterfaceOptions,
  mergeCaptures,
  type Packet,
  pcapngWriter,
  readCapture,
} from '../../../src/codecs/capture/index.js';
import { dot11Of } from '../../../src/codecs/dot11/index.js';
import { growth } from '../../growth.js';
import { concat } from './files.js';

const START = 1_767_225_600_000_000_000n;
const MILLISECOND = 1_000_000n;

/** A protected data frame, like no other of another number. */
function frameOf(number: number): Uint8Array {
  const bytes = new Uint8Array(60).fill(number & 255, 28);
  bytes.set([0x08, 0x41]);
  new DataView(bytes.buffer).setUint32(24, number);
  return bytes;
}
const packet = (time: bigint, bytes: Uint8Array): Packet => ({
  time,
  linkType: 105,
  interface: 0,
  bytes,
  originalLength: bytes.length,
});
const frames = (count: number, every = 50): Packet[] =>
  Array.from({ length: count }, (_, i) => packet(START + BigInt(i * every) * MILLISECOND, frameOf(i)));

const all = async (packets: AsyncIterable<Packet>): Promise<Packet[]> => {
  const found: Packet[] = [];
  for await (const one of packets) found.push(one);
  return found;
};
const samplesOf = (packets: readonly Packet[]) => {
  const sampler = clockSampler();
  for (const one of packets) sampler.packet(one);
  return sampler.samples();
};
const align = (...captures: readonly Packet[][]): ClockCorrection[] => alignClocks(captures.map(samplesOf));

describe('captures that are merged', () => {
  it('come in the order of time, each in its own order, with capture and number', async () => {
    const times = fc.array(fc.array(fc.nat(1000), { maxLength: 20 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(times, async lists => {
        const captures = lists.map(list =>
          list.map(t => ({
            ...packet(BigInt(t), frameOf(t)),
            badFcs: t % 2 === 0 ? (true as const) : undefined,
          })),
        );
        const sources = captures.map((own, i) =>
          i % 2 === 0
            ? own
            : (async function* () {
                yield [];
                yield own;
              })(),
        );
        const merged = await all(mergeCaptures(sources));
        expect(merged).toHaveLength(captures.flat().length);
        // One interface of each that has packets.
        let interfaces = 0;
        for (const [capture, own] of captures.entries()) {
          expect(merged.filter(one => one.capture === capture)).toEqual(
            own.map((one, i) => ({ ...one, interface: interfaces, capture, frame: i + 1 })),
          );
          if (own.length > 0) interfaces++;
        }
        if (lists.every(list => list.every((t, i) => i === 0 || list[i - 1]! <= t)))
          expect(merged.map(one => one.time)).toEqual(
            captures
              .flat()
              .map(one => one.time)
              .sort((a, b) => Number(a - b)),
          );
      }),
    );
  });

  it('are closed where the reader stops, or one of them fails', async () => {
    let closed = 0;
    const source = function* (): Generator<Packet> {
      try {
        yield* frames(3);
      } finally {
        closed++;
      }
    };
    for await (const _ of mergeCaptures([source(), source()])) break;
    expect(closed).toBe(2);
    const fails = function* (): Generator<Packet> {
      yield* frames(1);
      throw new Error('damaged');
    };
    await expect(all(mergeCaptures([source(), fails()]))).rejects.toThrow('damaged');
    expect(closed).toBe(3);
  });

  it('have interfaces counted over all of them, each told of before its first packet', async () => {
    const on = (ms: number, number: number): Packet => ({
      ...packet(BigInt(ms), frameOf(ms)),
      interface: number,
    });
    const captures = [[on(1, 3), on(4, 0), on(6, 3)], [], [on(2, 0), on(3, 3), on(5, 0)]];
    const told: [number, number][] = [];
    const found: [bigint, number, number][] = [];
    for await (const one of mergeCaptures(captures, [], (...of) => told.push(of))) {
      expect(told[one.interface]).toBeDefined();
      found.push([one.time, one.capture!, one.interface]);
    }
    expect(found.map(([, capture, number]) => [capture, told[number]![0]])).toEqual(
      found.map(([, capture]) => [capture, capture]),
    );
    expect(found.map(([time, capture, number]) => [time, capture, told[number]![1]])).toEqual(
      captures
        .flatMap((own, capture) => own.map(one => [one.time, capture, one.interface] as const))
        .sort((a, b) => Number(a[0] - b[0])),
    );
    expect(told).toHaveLength(4);
  });

  it('are written with the interfaces that they had', async () => {
    const [first, second] = [
      { linkType: 105, name: 'with FCS', fcsLength: 4 },
      { linkType: 105, name: 'without' },
    ].map(one => {
      const writer = pcapngWriter({ interfaces: [one] });
      const bytes = new Uint8Array(10 + (one.fcsLength ?? 0)).fill(0xd4, 0, 1);
      const { fcsLength } = one;
      return concat(writer.header(), writer.packet({ time: START, bytes, fcsLength }));
    });
    const described: InterfaceOptions[][] = [[], []];
    const sources = [first!, second!].map((file, i) =>
      readCapture(file, { onInterface: one => described[i]!.push(one) }),
    );
    const writer = pcapngWriter();
    const parts = [writer.header()];
    const onInterface = (capture: number, number: number): unknown =>
      parts.push(writer.addInterface(described[capture]![number]!));
    for await (const one of mergeCaptures(sources, [], onInterface)) parts.push(writer.packet(one));

    const interfaces: InterfaceOptions[] = [];
    const packets = decodeCapture(concat(...parts), { onInterface: one => interfaces.push(one) });
    expect(packets.map(one => [interfaces[one.interface]!.name, dot11Of(one).mpdu.length])).toEqual([
      ['with FCS', 10],
      ['without', 10],
    ]);
  });

  it('keep the frame numbers that they have', async () => {
    const [one] = frames(1);
    const [merged] = await all(mergeCaptures([[{ ...one!, frame: 7 }]]));
    expect(merged).toMatchObject({ frame: 7, capture: 0 });
  });
});

describe('clocks', () => {
  const shifted = (packets: readonly Packet[], ms: number, ppm = 0): Packet[] =>
    packets.map(one => ({
      ...one,
      time: one.time + BigInt(ms) * MILLISECOND + BigInt(Math.round((Number(one.time - START) * ppm) / 1e6)),
    }));

  it.each([
    [5, 0],
    [-5, 0],
    [2000, 0],
    [-2000, 0],
    [3_600_000, 20],
    [-2000, -20],
  ])('%d ms ahead, %d ppm fast, are aligned within a microsecond', (ms, ppm) => {
    const whole = frames(2000);
    const other = shifted(whole, ms, ppm);
    const [first, second] = align(
      whole.filter((_, i) => i % 7 !== 0 && i < 1500),
      other.filter((_, i) => i % 5 !== 0 && i > 400),
    );
    expect(first).toMatchObject({ offset: 0n, drift: 0, matches: 0 });
    expect(second!.matches).toBeGreaterThan(700);
    for (const [i, { time }] of other.entries())
      expect(Math.abs(Number(corrected(time, second!) - whole[i]!.time))).toBeLessThan(1000);
  });

  it('are aligned where some frames match by chance, and through a third capture', () => {
    const whole = frames(300);
    const wrong = frames(60).map(({ time }, i) => packet(time + 7_000_000_000n, frameOf(i * 5)));
    const middle = shifted(whole, 40);
    const [, second, third] = align([...whole.slice(0, 150)], shifted(whole.slice(140), -300), [
      ...middle.filter((_, i) => i % 5 !== 0),
      ...wrong,
    ]);
    expect(third!.offset).toBe(40n * MILLISECOND);
    expect(second!.offset).toBe(-300n * MILLISECOND);
  });

  it('are left as they are where captures have nothing in common, or only what comes again', () => {
    const ack = Uint8Array.of(0xd4, 0, 0, 0, 2, 0, 0, 0, 0, 1);
    const acks = frames(50).map(({ time }) => packet(time, ack));
    expect(align(frames(5), acks)[1]).toMatchObject({ offset: 0n, matches: 0 });
    expect(align(acks, acks)[1]).toMatchObject({ offset: 0n, matches: 0 });
    const again = frames(50).map(({ time }) => packet(time, frameOf(1)));
    expect(align(again, shifted(again.slice(10), 5))[1]).toMatchObject({ matches: 0 });
    // As a station without data sends them, in clear.
    const nulls = frames(50).map(({ time }) => packet(time, new Uint8Array(60).fill(0x48, 0, 1)));
    expect(align([...nulls, ...frames(1)], shifted([...nulls.slice(10), ...frames(1)], 5))[1]).toMatchObject({
      matches: 1,
    });
    expect(align([], frames(1))).toHaveLength(2);
    expect(alignClocks([])).toEqual([]);
  });

  it('are aligned by beacons, whose time stamps tell them apart, and not by frames that are damaged', () => {
    const beacons = frames(60).map((one, i) => packet(one.time, frameOf(i).fill(0x80, 0, 1).fill(0, 1, 2)));
    expect(align(beacons, shifted(beacons, 5))[1]).toMatchObject({ offset: 5n * MILLISECOND });
    const damaged = beacons.map(one => ({ ...one, badFcs: true as const }));
    expect(align(damaged, shifted(damaged, 5))[1]).toMatchObject({ matches: 0 });
  });

  it('of very many captures are compared two by two, once', () => {
    const work = (count: number): void => {
      const captures = Array.from({ length: count }, (_, capture) => ({
        times: new Map(Array.from({ length: 1000 }, (_, i) => [1000 * capture + i, BigInt(i)])),
        most: 2 ** 53,
      }));
      expect(alignClocks(captures)).toHaveLength(count);
    };
    // 16 where it grows with the square of the captures, 64 where it does with the cube.
    expect(growth(work, 16)).toBeLessThan(32);
  });

  it('are sampled in bounded memory, the same frames of each capture', () => {
    const whole = frames(100_000, 1);
    const [own, other] = [samplesOf(whole), samplesOf(shifted(whole.slice(20_000), 5))];
    expect(own.times.size).toBeLessThanOrEqual(32_768);
    expect(own.times.size).toBeGreaterThan(8_000);
    const [, second] = alignClocks([own, other]);
    expect(second!.offset).toBe(5n * MILLISECOND);
    expect(second!.matches).toBeGreaterThan(8_000);
  });
});
