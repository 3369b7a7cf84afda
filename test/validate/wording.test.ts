import { expect, it } from 'vitest';
import { inFrames } from '../../src/validate/wording.js';

const of = (capture: string, ...frames: number[]) => frames.map(frame => ({ capture, frame }));

it.each([
  ['frame 19', [19]],
  ['frames 19 and 21', [19, 21]],
  ['frame 19 of a', of('a', 19)],
  ['frames 19, 21 and 23 of a', of('a', 19, 21, 23)],
  ['frames 19, 21 of a and 5 of b', [...of('a', 19, 21), ...of('b', 5)]],
  ['frames 19 of a, 5 of b and 21 of a', [...of('a', 19), ...of('b', 5), ...of('a', 21)]],
  [
    'frames 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 of a and 3 more',
    of('a', ...Array.from({ length: 13 }, (_, i) => i + 1)),
  ],
])('%s', (text, frames) => {
  expect(inFrames(frames)).toBe(text);
});

it('says how many more there are than it is given', () => {
  expect(inFrames(of('a', 1, 2), 5)).toBe('frames 1, 2 of a and 3 more');
  expect(inFrames(of('a', ...Array.from({ length: 11 }, (_, i) => i + 1)), 12)).toBe(
    'frames 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 of a and 2 more',
  );
});
