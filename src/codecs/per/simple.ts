import { refuse, refuseOthers } from './fault.js';
import {
  indexIn,
  rangeBits,
  readOffset,
  readSmallNumber,
  smallRange,
  writeOffset,
  writeSmallNumber,
} from './number.js';
import type { Type } from './type.js';

/** BOOLEAN: one bit. X.691, clause 12. */
export const boolean: Type<boolean> = {
  decode: reader => reader.bit() === 1,
  encode(writer, value) {
    if (typeof value !== 'boolean') refuse('must be true or false');
    writer.bits(value ? 1 : 0, 1);
  },
  toJson: value => (typeof value === 'boolean' ? value : refuse('must be true or false')),
  fromJson: json => (typeof json === 'boolean' ? json : refuse('must be true or false')),
  minBits: () => 1,
  shape: () => ({ kind: 'BOOLEAN' }),
};

/** NULL: no bits. X.691, clause 18. */
export const nullType: Type<null> = {
  decode: () => null,
  encode(_, value) {
    if (value !== null) refuse('must be null');
  },
  toJson: value => (value === null ? null : refuse('must be null')),
  fromJson: json => (json === null ? null : refuse('must be null')),
  minBits: () => 0,
  shape: () => ({ kind: 'NULL' }),
};

/** An extension value that the schema does not know, by its number on the wire. */
export interface UnknownEnumerated {
  readonly enumExt: number;
}

type Enumerated<N extends string> = Exclude<N, '...'> | ('...' extends N ? UnknownEnumerated : never);

/**
 * ENUMERATED: the names as ASN.1 lists them, the extension marker among them:
 * `enumerated('band2dot4', 'band5', '...', 'band60')`. Values are those names, and `{ enumExt: n }` for
 * an extension value that is not listed. Names with numbers of their own go through {@link byNumber}.
 * X.691, clause 14.
 * @throws TypeError if no name or a name twice is listed
 */
export function enumerated<const N extends readonly string[]>(...names: N): Type<Enumerated<N[number]>> {
  type Value = Enumerated<N[number]>;
  const marker = names.indexOf('...');
  const extensible = marker >= 0;
  const root = extensible ? names.slice(0, marker) : names;
  const additions = extensible ? names.slice(marker + 1) : [];
  const all = [...root, ...additions];
  const indexOf = indexIn(all);
  if (root.length === 0 || new Set(all).size !== all.length || all.includes('...')) {
    throw new TypeError(`ENUMERATED {${names.join(', ')}} lists nothing, or something twice`);
  }
  const range = smallRange(root.length);
  const extensionOf = (value: unknown): number | undefined => {
    const number = typeof value === 'object' && value !== null ? Reflect.get(value, 'enumExt') : undefined;
    return extensible && Number.isSafeInteger(number) && number >= 0 && number < 2 ** 48 ? number : undefined;
  };
  const wrong = (): never =>
    refuse(
      `must be one of ${names.filter(name => name !== '...').join(', ')}${extensible ? ', or { enumExt: number }' : ''}`,
    );

  return {
    decode(reader) {
      const at = reader.pos;
      if (extensible && reader.bit() === 1) {
        const number = readSmallNumber(reader);
        return (additions[number] ?? { enumExt: number }) as Value;
      }
      const index = readOffset(reader, range);
      return (root[index] ?? reader.fail('value', `is none of the ${root.length} values`, at)) as Value;
    },
    encode(writer, value) {
      const index = indexOf(value);
      if (index >= 0 && index < root.length) {
        if (extensible) writer.bits(0, 1);
        return writeOffset(writer, range, index);
      }
      const number = index < 0 ? extensionOf(value) : index - root.length;
      if (number === undefined) return wrong();
      writer.bits(1, 1);
      writeSmallNumber(writer, number);
    },
    toJson(value) {
      if (indexOf(value) >= 0) return value as string;
      const enumExt = extensionOf(value);
      return enumExt === undefined ? wrong() : { enumExt };
    },
    fromJson(json) {
      if (indexOf(json) >= 0) return json as Value;
      const number = extensionOf(json);
      if (number !== undefined) refuseOthers(json as object, 'enumExt');
      return (number === undefined ? wrong() : (additions[number] ?? { enumExt: number })) as Value;
    },
    minBits: aligned => (extensible ? 1 + Math.min(7, rangeBits(range, aligned)) : rangeBits(range, aligned)),
    shape: () => ({ kind: 'ENUMERATED', root, extensible, additions }),
  };
}

/**
 * The names of an ENUMERATED with numbers, in the order of the numbers, which is that of PER (X.691,
 * 14.1): `enumerated(...byNumber({ c: 7, a: 0, b: 3 }))`.
 */
export function byNumber<N extends string>(numbers: Readonly<Record<N, number>>): N[] {
  return (Object.keys(numbers) as N[]).sort((a, b) => numbers[a] - numbers[b]);
}
