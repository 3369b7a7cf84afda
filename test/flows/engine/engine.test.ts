import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine, dateOf, EPOCH, type Timer } from '../../../src/flows/engine/engine.js';

/** Delays of nanoseconds, milliseconds and seconds, many of them equal. */
const delay = fc
  .tuple(fc.nat(9), fc.constantFrom(1, 2 ** 20, 2 ** 23, 2 ** 31, 2 ** 35))
  .map(([count, unit]) => count * unit);

describe('engine', () => {
  it('lets events happen in the order of their times, and those of one instant in the order they were set', () => {
    fc.assert(
      fc.property(fc.array(delay, { maxLength: 200 }), delays => {
        const engine = createEngine();
        const seen: (readonly [time: number, index: number])[] = [];
        delays.forEach((delay, index) => {
          engine.after(delay, () => seen.push([engine.now, index]));
        });
        expect(engine.run()).toBe(delays.length);
        const expected = delays
          .map((delay, index) => [delay, index] as const)
          .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(seen).toEqual(expected);
      }),
    );
  });

  it('agrees with a sorted list when events set and cancel others', () => {
    const step = fc.record({
      delay,
      sets: fc.array(delay, { maxLength: 3 }),
      cancels: fc.nat(9),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), steps => {
        const happened = (
          make: () => {
            after: (d: number, f: () => void) => { cancel(): void };
            run(): void;
            now: () => number;
          },
        ) => {
          const clock = make();
          const log: [time: number, index: number][] = [];
          const pending: { cancel(): void }[] = [];
          steps.forEach(({ delay, sets, cancels }, i) => {
            pending.push(
              clock.after(delay, () => {
                log.push([clock.now(), i]);
                pending[(i + cancels) % pending.length]!.cancel();
                for (const next of sets) clock.after(next, () => log.push([clock.now(), -1]));
              }),
            );
          });
          clock.run();
          return log;
        };
        const engine = createEngine();
        const ours = happened(() => ({
          after: (delay, action) => engine.after(delay, action),
          run: () => engine.run(),
          now: () => engine.now,
        }));
        expect(ours).toEqual(happened(sortedList));
      }),
    );
  });

  it('runs up to a time, included, and stands there', () => {
    const engine = createEngine();
    const seen: number[] = [];
    for (const time of [5, 10, 11]) engine.after(time, () => seen.push(time));
    expect(engine.run(10)).toBe(2);
    expect(engine.now).toBe(10);
    expect(engine.run(10)).toBe(0);
    expect(seen).toEqual([5, 10]);
    engine.run(20);
    expect(engine.now).toBe(20);
    expect(seen).toEqual([5, 10, 11]);
  });

  it('takes events for before those that lie ahead, wherever a run was halted', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(delay, delay, delay), { maxLength: 30 }), rounds => {
        const engine = createEngine();
        const times: number[] = [];
        for (const [ahead, after, rest] of rounds) {
          engine.after(ahead + after, () => times.push(engine.now));
          engine.run(engine.now + ahead);
          engine.after(rest, () => times.push(engine.now));
        }
        engine.run();
        expect(times.length).toBe(2 * rounds.length);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });

  it('lets a cancelled event pass, and a cancel after the event', () => {
    const engine = createEngine();
    let count = 0;
    const first: Timer = engine.after(1, () => count++);
    const second = engine.after(2, () => count++);
    second.cancel();
    engine.run();
    first.cancel();
    expect(count).toBe(1);
    expect(engine.now).toBe(1);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a delay of %d', delay => {
    expect(() => createEngine().after(delay, () => {})).toThrow(RangeError);
  });
});

/** The queue at its plainest: sorted before each step. */
function sortedList() {
  let now = 0;
  let order = 0;
  let list: { time: number; order: number; action: (() => void) | undefined }[] = [];
  return {
    now: () => now,
    after(delay: number, action: () => void) {
      const event = { time: now + delay, order: order++, action: action as (() => void) | undefined };
      list.push(event);
      return {
        cancel: () => {
          event.action = undefined;
        },
      };
    },
    run() {
      for (;;) {
        list = list.filter(e => e.action !== undefined).sort((a, b) => a.time - b.time || a.order - b.order);
        const first = list.shift();
        if (first === undefined) return;
        now = first.time;
        const { action } = first;
        first.action = undefined;
        action?.();
      }
    },
  };
}

it('gives the date of any time of a run', () => {
  const time = fc.maxSafeNat();
  fc.assert(fc.property(time, now => dateOf(now) === EPOCH + BigInt(now)));
  for (const near of [0, 2 ** 32, 2 ** 32 - Number(EPOCH % 2n ** 32n), Number.MAX_SAFE_INTEGER - 1])
    for (const now of [Math.max(near - 1, 0), near, near + 1]) expect(dateOf(now)).toBe(EPOCH + BigInt(now));
});
