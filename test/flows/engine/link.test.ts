import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import { createEngine, MILLISECOND } from '../../../src/flows/engine/engine.js';
import { createLink, idealLink, type LinkQuality, longestDelayOf } from '../../../src/flows/engine/link.js';
import { createRandom } from '../../../src/flows/engine/random.js';
import { createRecorder } from '../../../src/flows/engine/tap.js';

const cross = (quality: Partial<LinkQuality>, seed: number, count: number) => {
  const engine = createEngine();
  const recorder = createRecorder(engine);
  const link = createLink({
    clock: engine,
    random: createRandom(seed),
    quality: { ...idealLink, ...quality },
    tap: recorder.tap('xw', 1),
  });
  const arrived: { value: number; time: number }[] = [];
  link.b.receiver = {
    receive: bytes => arrived.push({ value: bytes[0]! * 256 + bytes[1]!, time: engine.now }),
  };
  for (let i = 0; i < count; i++)
    engine.after(i * MILLISECOND, () => link.a.send(Uint8Array.of(i >> 8, i & 255)));
  engine.run();
  const packets: Packet[] = [];
  for (let packet = recorder.take(); packet !== undefined; packet = recorder.take()) packets.push(packet);
  return { arrived, packets };
};

describe('link', () => {
  it('delivers each once, in order and no sooner than its delay', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(20 * MILLISECOND), fc.nat(20 * MILLISECOND), (seed, delay, jitter) => {
        const { arrived } = cross({ delay, jitter }, seed, 50);
        expect(arrived.map(a => a.value)).toEqual(Array.from({ length: 50 }, (_, i) => i));
        for (const { value, time } of arrived) {
          const sent = value * MILLISECOND;
          expect(time >= sent + delay && time <= sent + delay + jitter).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('repeats what is lost where an ARQ is below it', () => {
    const retransmission = 80 * MILLISECOND;
    const { arrived, packets } = cross({ loss: 0.3, retransmission, delay: 5 * MILLISECOND }, 1, 500);
    expect(arrived.map(a => a.value)).toEqual(Array.from({ length: 500 }, (_, i) => i));
    expect(packets.length).toBe(500);
    expect(arrived.filter(a => a.time > a.value * MILLISECOND + retransmission).length).toBeGreaterThan(100);
  });

  it('repeats 32 times at most, in the longest time that there is', () => {
    const quality = { ...idealLink, loss: 1, retransmission: 80 * MILLISECOND, delay: 5 * MILLISECOND };
    const longest = (32 * 80 + 5) * MILLISECOND;
    expect(cross(quality, 1, 1).arrived).toEqual([{ value: 0, time: longest }]);
    expect(longestDelayOf(quality)).toBe(longest);
    expect(longestDelayOf({ ...quality, loss: 0, jitter: 7 })).toBe(5 * MILLISECOND + 7);
  });

  it('loses, duplicates and reorders as often as it is told to, and shows what it loses to the tap', () => {
    const count = 4000;
    const { arrived, packets } = cross(
      { delay: MILLISECOND, loss: 0.1, duplication: 0.05, reordering: 0.02, holdBack: 5 * MILLISECOND },
      11,
      count,
    );
    const times = new Map<number, number>();
    for (const { value } of arrived) times.set(value, (times.get(value) ?? 0) + 1);
    const lost = packets.filter(p => p.comments?.[0] === 'lost on the link').length;
    const twice = arrived.length - times.size;
    expect(lost / count).toBeCloseTo(0.1, 1);
    expect(packets.length).toBe(arrived.length + lost);
    expect(twice / count).toBeCloseTo(0.05, 1);
    let overtaken = 0;
    for (let i = 1; i < arrived.length; i++) if (arrived[i]!.value < arrived[i - 1]!.value) overtaken++;
    expect(overtaken / count).toBeGreaterThan(0.01);
    expect(overtaken / count).toBeLessThan(0.03);
  });

  it('hands over the octets that were sent, and no copy', () => {
    const engine = createEngine();
    const link = createLink({
      clock: engine,
      random: createRandom(1),
      quality: idealLink,
      tap: createRecorder(engine).tap('xw', 1),
    });
    let got: Uint8Array | undefined;
    link.a.receiver = {
      receive(bytes) {
        got = bytes;
      },
    };
    const bytes = Uint8Array.of(1, 2, 3);
    link.b.send(bytes);
    engine.run();
    expect(got).toBe(bytes);
  });
});
