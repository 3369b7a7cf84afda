import { refuse } from './fault.js';
import { maxNesting } from './reader.js';
import type { Type } from './type.js';

const tooDeep = `nested more than ${maxNesting} levels deep`;

/**
 * A type that is declared later, or that holds itself: `lazy(() => Filter)`. Both directions follow it
 * {@link maxNesting} levels deep and end with an error below (`nesting`).
 */
export function lazy<T>(type: () => Type<T>): Type<T> {
  let measuring = false;
  let depth = 0;
  const nested = <R>(convert: (type: Type<T>) => R): R => {
    if (depth >= maxNesting) refuse(tooDeep);
    depth++;
    try {
      return convert(type());
    } finally {
      depth--;
    }
  };
  return {
    decode(reader) {
      if (reader.depth >= maxNesting) reader.fail('nesting', tooDeep);
      reader.depth++;
      const value = type().decode(reader);
      reader.depth--;
      return value;
    },
    encode(writer, value) {
      if (writer.depth >= maxNesting) refuse(tooDeep);
      writer.depth++;
      type().encode(writer, value);
      writer.depth--;
    },
    toJson: value => nested(own => own.toJson(value)),
    fromJson: json => nested(own => own.fromJson(json)),
    minBits(aligned) {
      // Within itself a type needs what is counted already.
      if (measuring) return 0;
      measuring = true;
      try {
        return type().minBits(aligned);
      } finally {
        measuring = false;
      }
    },
    shape: () => ({ kind: 'REFERENCE', to: type() }),
  };
}
