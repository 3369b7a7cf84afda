/** Values that go down to the last of the extension levels, where chance alone would hardly lead. */
import fc from 'fast-check';
import type { Type } from '../../../src/codecs/per/index.js';
import { drawnOf, type Left } from './drawn.js';

const NEXT = 'nonCriticalExtension';

/** The types of the extension levels, from `type` to the last that has components. */
export function levelsOf(type: Type<unknown>): Type<unknown>[] {
  const shape = type.shape();
  if (shape.kind !== 'SEQUENCE' || shape.root.length === 0) return [];
  const next = shape.root.find(({ name }) => name === NEXT);
  return [type, ...(next === undefined ? [] : levelsOf(next.type))];
}

/** Any value of a type that has all of its extension levels. */
export const deepOf = (type: Type<unknown>, left: Left): fc.Arbitrary<object> =>
  fc
    .tuple(...levelsOf(type).map(level => drawnOf(level, (name, part) => name === NEXT || left(name, part))))
    .map(levels => (levels as object[]).reduceRight((below, ies) => ({ ...ies, [NEXT]: below })));
