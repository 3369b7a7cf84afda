/** Values of a schema, drawn from its shape alone, and the fields that they have. */
import fc from 'fast-check';
import { bits, type ComponentShape, type Size, type Type } from '../../../src/codecs/per/index.js';

/** Which components and alternatives are to be left out, by their names and types. */
export type Left = (name: string, type: Type<unknown>) => boolean;

/** A value with its bounds more often than chance would draw them. */
const integerOf = (lower: number, upper: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constantFrom(lower, upper), fc.integer({ min: lower, max: upper }));

const lengthOf = ({ lower, upper }: Size, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: lower, max: Math.min(upper, Math.max(lower, most)) });

/** A few lists are as long as they may be, of types that are not large. */
const listOf = (size: Size, element: Type<unknown>, left: Left): fc.Arbitrary<unknown> => {
  const isSmall = ['INTEGER', 'ENUMERATED'].includes(element.shape().kind);
  return lengthOf(size, isSmall ? 40 : 2).chain(length =>
    fc.array(drawnOf(element, left), { minLength: length, maxLength: length }),
  );
};

const recordOf = (components: readonly ComponentShape[], left: Left): Record<string, fc.Arbitrary<unknown>> =>
  Object.fromEntries(
    components
      .filter(({ name, type }) => !left(name, type) && type.shape().kind !== 'UNSUPPORTED')
      .map(({ name, type, omittable, fallback }) => {
        const value = fc.constant(0).chain(() => drawnOf(type, left));
        if (!omittable) return [name, value];
        const sent = value.map(drawn =>
          fallback !== undefined &&
          JSON.stringify(type.toJson(drawn)) === JSON.stringify(type.toJson(fallback))
            ? undefined
            : drawn,
        );
        return [name, fc.option(sent, { nil: undefined })];
      }),
  );

const without = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, component]) => component !== undefined));

/** Any value of a type. */
export function drawnOf(type: Type<unknown>, left: Left): fc.Arbitrary<unknown> {
  const shape = type.shape();
  switch (shape.kind) {
    case 'BOOLEAN':
      return fc.boolean();
    case 'NULL':
      return fc.constant(null);
    case 'INTEGER':
      return integerOf(Number(shape.lower), Number(shape.upper));
    case 'ENUMERATED':
      return fc.constantFrom(...shape.root, ...shape.additions);
    case 'BIT STRING':
      // Without bits it would be no field.
      return lengthOf({ ...shape.size, lower: shape.size.lower || 1 }, 40).chain(length =>
        fc.string({ unit: fc.constantFrom('0', '1'), minLength: length, maxLength: length }).map(bits),
      );
    case 'OCTET STRING':
      return lengthOf(shape.size, 20).chain(length =>
        fc.uint8Array({ minLength: length, maxLength: length }),
      );
    case 'SEQUENCE OF':
      return listOf(shape.size, shape.element, left);
    case 'CHOICE': {
      const alternatives = Object.entries({ ...shape.root, ...shape.additions }).filter(
        ([name, of]) => !left(name, of) && of.shape().kind !== 'UNSUPPORTED',
      );
      return fc
        .constantFrom(...alternatives)
        .chain(([choice, of]) => drawnOf(of, left).map(value => ({ choice, value })));
    }
    case 'SEQUENCE': {
      const components = [...shape.root, ...shape.additions.flatMap(addition => addition.components)];
      return fc.record(recordOf(components, left)).map(without);
    }
    default:
      throw new Error(`no values of ${shape.kind}`);
  }
}

/**
 * A field as a dissector shows it: its name, '' for that of a list's element, and a number, a number with a name, or
 * octets in hex.
 */
export type Field = readonly [name: string, shown: string];

const hexOf = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');

/** The fields of a value, in the order of the octets; a SEQUENCE and NULL are none, nor is what was kept as octets. */
export function fieldsOf(type: Type<unknown>, value: unknown, name: string): Field[] {
  const shape = type.shape();
  switch (shape.kind) {
    case 'NULL':
      return [];
    case 'BOOLEAN':
      return [[name, value === true ? '1' : '0']];
    case 'INTEGER':
      return [[name, String(value)]];
    case 'ENUMERATED':
      return [[name, `${[...shape.root, ...shape.additions].indexOf(String(value))} ${value}`]];
    case 'BIT STRING':
      return [[name, hexOf((value as { bytes: Uint8Array }).bytes)]];
    case 'OCTET STRING':
      return [[name, hexOf(value as Uint8Array)]];
    case 'SEQUENCE OF': {
      const list = value as readonly unknown[];
      return [[name, String(list.length)], ...list.flatMap(item => fieldsOf(shape.element, item, ''))];
    }
    case 'CHOICE': {
      const chosen = value as { choice: string | null; value: unknown };
      if (chosen.choice === null) return [];
      const all = { ...shape.root, ...shape.additions };
      const index = Object.keys(all).indexOf(chosen.choice);
      return [
        [name, `${index} ${chosen.choice}`],
        ...fieldsOf(all[chosen.choice]!, chosen.value, chosen.choice),
      ];
    }
    case 'SEQUENCE': {
      const components = [...shape.root, ...shape.additions.flatMap(addition => addition.components)];
      const from = value as Record<string, unknown>;
      return components
        .filter(component => from[component.name] !== undefined)
        .flatMap(component => fieldsOf(component.type, from[component.name], component.name));
    }
    default:
      throw new Error(`no fields of ${shape.kind}`);
  }
}

/** The names of all components and alternatives within a type that have a value to show. */
export function namesOf(type: Type<unknown>, left: Left): ReadonlySet<string> {
  const shape = type.shape();
  switch (shape.kind) {
    case 'SEQUENCE OF':
      return namesOf(shape.element, left);
    case 'CHOICE':
    case 'SEQUENCE': {
      const parts =
        shape.kind === 'CHOICE'
          ? Object.entries({ ...shape.root, ...shape.additions }).map(([name, part]) => ({
              name,
              type: part,
            }))
          : [...shape.root, ...shape.additions.flatMap(addition => addition.components)];
      return new Set(
        parts
          .filter(part => !left(part.name, part.type))
          .flatMap(part => [
            ...(['NULL', 'SEQUENCE'].includes(part.type.shape().kind) ? [] : [part.name]),
            ...namesOf(part.type, left),
          ]),
      );
    }
    default:
      return new Set();
  }
}
