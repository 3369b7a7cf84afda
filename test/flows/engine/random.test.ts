import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/codecs/hex.js';
import { createRandom } from '../../../src/flows/engine/random.js';

describe('random', () => {
  it('gives the same stream for the same seed and names, another for others', () => {
    const draw = (seed: number, name: string) => toHex(createRandom(seed).numbers(name).octets(32));
    expect(draw(1, 'ue 1')).toBe(draw(1, 'ue 1'));
    expect(new Set([draw(1, 'ue 1'), draw(1, 'ue 2'), draw(2, 'ue 1')]).size).toBe(3);
  });

  it('gives a part of a part the stream that its names give together', () => {
    const apart = createRandom(1).split('ue 1').numbers('radio');
    expect(apart.octets(16)).toEqual(createRandom(1).numbers('ue 1/radio').octets(16));
    expect(apart.octets(16)).not.toEqual(createRandom(1).numbers('ue 1').octets(16));
  });

  it('keeps the stream of a part whatever else was drawn', () => {
    const quiet = createRandom(7);
    const busy = createRandom(7);
    busy.numbers('another').octets(100);
    busy.split('another').numbers('ue').uniform();
    expect(busy.numbers('ue').octets(16)).toEqual(quiet.numbers('ue').octets(16));
  });

  it('spreads evenly', () => {
    const random = createRandom('evenness').numbers('of one stream');
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) counts[random.integer(0, 9)]!++;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
    let sum = 0;
    for (let i = 0; i < 10_000; i++) {
      const value = random.uniform();
      expect(value >= 0 && value < 1).toBe(true);
      sum += value;
    }
    expect(Math.abs(sum / 10_000 - 0.5)).toBeLessThan(0.02);
    const octets = random.octets(10_001);
    expect(octets.length).toBe(10_001);
    expect(new Set(octets).size).toBe(256);
  });

  it('draws nothing for what is certain', () => {
    const a = createRandom(3).numbers('of one stream');
    const b = createRandom(3).numbers('of one stream');
    expect([a.happens(0), a.happens(1)]).toEqual([false, true]);
    expect(a.uniform()).toBe(b.uniform());
  });
});
