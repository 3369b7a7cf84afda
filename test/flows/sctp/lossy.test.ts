import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MILLISECOND } from '../../../src/flows/engine/engine.js';
import { createRandom } from '../../../src/flows/engine/random.js';
import { playSctp, run, type Sent, sendAt } from './script.js';

/** What an end may and must do, from what it has sent and what has arrived there: it knows nothing of how it is done. */
const watch = (from: 'a' | 'b') => {
  const sendings = new Map<number, number>();
  const settled = new Set<number>();
  const misses = new Map<number, number>();
  let point: number | undefined;
  let isFirstLoss = true;
  const due: { tsn: number; time: number }[] = [];
  let fastRetransmits = 0;
  return {
    /** Fast retransmits that are due and have not been sent at their time … */
    due,
    /** … and how many have been. */
    fastRetransmits: () => fastRetransmits,
    sends({ chunks, time }: Sent): void {
      for (const chunk of chunks) {
        if (chunk.chunk !== 'DATA') continue;
        const { tsn } = chunk;
        if (settled.has(tsn)) throw new Error(`${from} sends ${tsn} again, which is acknowledged`);
        sendings.set(tsn, (sendings.get(tsn) ?? 0) + 1);
        if (sendings.get(tsn)! === 1) continue;
        isFirstLoss = false;
        const i = due.findIndex(one => one.tsn === tsn && one.time === time);
        if (i < 0) continue;
        due.splice(i, 1);
        fastRetransmits++;
      }
    },
    hears({ chunks }: Sent, time: number): void {
      for (const chunk of chunks) {
        if (chunk.chunk !== 'SACK') continue;
        const { cumulativeTsnAck: last, gapAckBlocks } = chunk;
        if (point !== undefined && ((last - point) | 0) < 0) continue;
        point = last;
        const news: number[] = [];
        for (const tsn of sendings.keys()) {
          const offset = (tsn - last) | 0;
          if (settled.has(tsn)) continue;
          if (offset > 0 && !gapAckBlocks.some(({ start, end }) => start <= offset && offset <= end))
            continue;
          settled.add(tsn);
          news.push(offset);
        }
        const highest = Math.max(0, ...news);
        const third: number[] = [];
        for (const tsn of sendings.keys())
          if (!settled.has(tsn) && ((tsn - last) | 0) < highest) {
            misses.set(tsn, (misses.get(tsn) ?? 0) + 1);
            if (misses.get(tsn) === 3) third.push(tsn);
          }
        // Behind the first, time-outs and Fast Recovery have a say.
        if (isFirstLoss && third.length > 0) {
          due.push({ tsn: Math.min(...third), time });
          isFirstLoss = false;
        }
      }
    },
  };
};

describe('over a link that loses, repeats and reorders', () => {
  const chance = fc.double({ min: 0, max: 0.25, noNaN: true });
  it('all messages arrive once and in order; what is acknowledged is not sent again; the third SACK is enough', () => {
    let fastRetransmits = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.record({ loss: chance, duplication: chance, reordering: chance }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 2000 })), {
          minLength: 20,
          maxLength: 60,
        }),
        (seed, { loss, duplication, reordering }, messages) => {
          const numbers = createRandom(seed).numbers('fate');
          const ends = { a: watch('a'), b: watch('b') };
          const delay = (): number => (numbers.happens(reordering) ? numbers.integer(6, 60) : 5);
          const play = playSctp(packet => {
            ends[packet.from].sends(packet);
            if (packet.length > 1500) throw new Error(`${packet.text} is too long`);
            const delays = numbers.happens(loss) ? [] : [delay()];
            return numbers.happens(duplication) ? [...delays, delay()] : delays;
          }, seed);
          play.arrives = packet =>
            ends[packet.from === 'a' ? 'b' : 'a'].hears(packet, play.clock.now / MILLISECOND);
          const sorted = [...messages].sort(([one], [other]) => one - other);
          sorted.forEach(([time, length], i) => {
            sendAt(play, 'a', [time], length, i);
            sendAt(play, 'b', [time + 1], Math.ceil(length / 10), i);
          });
          run(play, 1000);
          const all = messages.map((_, i) => i);
          expect(play.received).toEqual({ a: all, b: all });
          expect([...ends.a.due, ...ends.b.due]).toEqual([]);
          fastRetransmits += ends.a.fastRetransmits() + ends.b.fastRetransmits();
        },
      ),
      { numRuns: 150 },
    );
    expect(fastRetransmits).toBeGreaterThan(20);
  });
});
