import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boolean,
  group,
  integer,
  optional,
  sequence,
  type Type,
  withDefault,
} from '../../../src/codecs/per/index.js';
import { uper } from './round-trip.js';

/** Values whose keys are in the order of the ASN.1 are encoded in another way than all others, up to 31 presence bits. */
describe('SEQUENCE', () => {
  it.each([30, 31, 32, 33])('sends the same whatever the order of the keys: %i presence bits', count => {
    // Root, additions and a group, a third each; a mandatory component in front, between and at the end of the root.
    const part = Math.floor(count / 3);
    const optionals = (prefix: string, n: number) =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [`${prefix}${i}`, optional(integer(0, 7))]));
    const { x0, ...others } = optionals('x', count - 1 - 2 * part);
    const additions = Array.from({ length: part }, (_, i) => ({ [`y${i}`]: integer(0, 7) }));
    const groups = Array.from({ length: part }, (_, i) =>
      group({ [`z${i}`]: integer(0, 7), ...optionals(`o${i}.`, 2) }),
    );
    const root = {
      first: boolean,
      x0: x0!,
      between: withDefault(integer(0, 7), 5),
      ...others,
      last: boolean,
    };
    const types = [
      sequence({ first: boolean, ...optionals('x', count), last: boolean }),
      sequence(root, '...', ...additions, ...groups),
    ] as const;
    for (const type of types) {
      const codec = uper<unknown>(type as Type<unknown>);
      const shape = type.shape();
      if (shape.kind !== 'SEQUENCE') throw new Error('is a SEQUENCE');
      const optionalNames = [
        ...shape.root.filter(({ omittable }) => omittable),
        ...shape.additions.flatMap(({ components }) => components),
      ].map(({ name }) => name);
      fc.assert(
        fc.property(
          fc.subarray(optionalNames),
          fc.array(fc.nat(7), { minLength: optionalNames.length, maxLength: optionalNames.length }),
          fc.array(fc.nat(), { minLength: 2 * optionalNames.length, maxLength: 2 * optionalNames.length }),
          (present, values, ranks) => {
            const entries: [string, unknown][] = [
              ['first', true],
              ...present.map((name, i): [string, unknown] => [name, values[i]]),
              ['last', true],
            ];
            // A group goes with its mandatory member.
            for (const [name] of [...entries]) {
              const group = /^o(\d+)/.exec(name)?.[1];
              if (group !== undefined && !present.includes(`z${group}`)) entries.push([`z${group}`, 1]);
            }
            const order = [...shape.root, ...shape.additions.flatMap(({ components }) => components)];
            const placeOf = ([name]: readonly [string, unknown]): number =>
              order.findIndex(c => c.name === name);
            const octets = codec.encode(
              Object.fromEntries(entries.toSorted((a, b) => placeOf(a) - placeOf(b))),
            );
            // Without what equals its default.
            const inOrder = codec.decode(octets);
            expect(codec.encode(inOrder)).toEqual(octets);
            const shuffled = entries
              .map((entry, i) => ({ entry, rank: ranks[i % ranks.length]! }))
              .sort((a, b) => a.rank - b.rank)
              .map(({ entry }) => entry);
            expect(codec.encode(Object.fromEntries(shuffled))).toEqual(octets);
            const unset = Object.fromEntries(optionalNames.map(name => [name, undefined]));
            expect(codec.encode({ ...unset, ...(inOrder as object) })).toEqual(octets);
          },
        ),
        { numRuns: 60 },
      );
    }
  });
});
