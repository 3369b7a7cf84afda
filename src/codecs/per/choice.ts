import type { Marker } from './bound.js';
import { refuse, refuseOthers, traced } from './fault.js';
import {
  indexIn,
  rangeBits,
  readOffset,
  readSmallNumber,
  smallRange,
  writeOffset,
  writeSmallNumber,
} from './number.js';
import { readOpenOr, Unread, writeContents, writeOpen } from './open.js';
import { octetsFromJson, octetsToJson } from './string.js';
import type { Infer, Json, Type } from './type.js';

/** The alternatives of a CHOICE, in the order of the ASN.1. */
export type Alternatives = Readonly<Record<string, Type<unknown>>>;

/** A value of one of the alternatives. */
export type ChoiceValue<A> = { [K in keyof A]: { readonly choice: K; readonly value: Infer<A[K]> } }[keyof A];

/** An extension alternative that the schema does not know, or leaves out: its number on the wire and its octets. */
export interface UnknownAlternative {
  readonly choice: null;
  readonly extIndex: number;
  readonly value: Uint8Array;
}

interface AnyValue {
  readonly choice: string | null;
  readonly extIndex?: number;
  readonly value: unknown;
}

/**
 * CHOICE with AUTOMATIC TAGS, so that the alternatives are numbered as they stand:
 * `choice({ band: WLANband }, '...', { later: boolean })`. Values are `{ choice: 'band', value: … }`, and
 * `{ choice: null, extIndex: n, value: octets }` for an extension alternative that is not listed.
 * X.691, clause 23.
 * @throws TypeError for a CHOICE without alternatives or with one twice
 */
export function choice<A extends Alternatives>(alternatives: A): Type<ChoiceValue<A>>;
/** An extensible CHOICE, with the alternatives behind the marker. @throws TypeError for an alternative that is there twice */
// biome-ignore lint/complexity/noBannedTypes: {} has no keys, hence no alternatives
export function choice<A extends Alternatives, X extends Alternatives = {}>(
  alternatives: A,
  marker: Marker,
  additions?: X,
): Type<ChoiceValue<A> | ChoiceValue<X> | UnknownAlternative>;
export function choice(root: Alternatives, marker?: Marker, additions: Alternatives = {}): Type<AnyValue> {
  const extensible = marker === '...';
  const names = Object.keys(root);
  const later = Object.keys(additions);
  const all = [...names, ...later];
  const types = [...Object.values(root), ...Object.values(additions)];
  const decoders = types.map(({ decode }) => decode);
  const encoders = types.map(({ encode }) => encode);
  const find = indexIn(all);
  if (names.length === 0 || new Set(all).size !== all.length) {
    throw new TypeError(`CHOICE {${all.join(', ')}} lists nothing, or something twice`);
  }
  const range = smallRange(names.length);
  const indexOf = (value: unknown): number => {
    const index = find(value);
    return index >= 0 ? index : refuse(`"choice" must be one of ${all.join(', ')}`);
  };
  const isUnknown = (value: AnyValue): boolean => {
    if (typeof value !== 'object' || value === null) refuse('must be { choice, value }');
    return extensible && value.choice === null;
  };
  const numberOf = ({ extIndex }: AnyValue): number =>
    Number.isSafeInteger(extIndex) && extIndex! >= 0 && extIndex! < 2 ** 48
      ? extIndex!
      : refuse('"extIndex" must be the number of an extension alternative');

  return {
    decode(reader) {
      const at = reader.pos;
      const extended = extensible && reader.bit() === 1;
      const index = extended ? names.length + readSmallNumber(reader) : readOffset(reader, range);
      if (!extended && index >= names.length) {
        reader.fail('value', `is none of the ${names.length} alternatives`, at);
      }
      const name = all[index];
      try {
        if (!extended) return { choice: name!, value: decoders[index]!(reader) };
        const value = readOpenOr(reader, types[index]);
        return value instanceof Unread
          ? { choice: null, extIndex: index - names.length, value: value.octets }
          : { choice: name!, value };
      } catch (thrown) {
        throw traced(
          thrown,
          `.${name ?? `extension ${index - names.length}`}`,
          { choice: name ?? null },
          'value',
        );
      }
    },
    encode(writer, value) {
      if (isUnknown(value)) {
        writer.bits(1, 1);
        writeSmallNumber(writer, numberOf(value));
        return writeContents(writer, value.value, 'an unknown alternative');
      }
      const index = indexOf(value.choice);
      const extended = index >= names.length;
      if (extensible) writer.bits(extended ? 1 : 0, 1);
      try {
        if (extended) {
          writeSmallNumber(writer, index - names.length);
          writeOpen(writer, types[index]!, value.value);
        } else {
          writeOffset(writer, range, index);
          encoders[index]!(writer, value.value);
        }
      } catch (thrown) {
        throw traced(thrown, `.${value.choice}`);
      }
    },
    toJson(value): Json {
      if (isUnknown(value)) {
        return { choice: null, extIndex: numberOf(value), value: octetsToJson(value.value) };
      }
      const type = types[indexOf(value.choice)]!;
      try {
        return { choice: value.choice, value: type.toJson(value.value) };
      } catch (thrown) {
        throw traced(thrown, `.${value.choice}`);
      }
    },
    fromJson(json) {
      const value = json as AnyValue;
      if (isUnknown(value)) {
        refuseOthers(value, 'choice', 'extIndex', 'value');
        return { choice: null, extIndex: numberOf(value), value: octetsFromJson(value.value) };
      }
      refuseOthers(value, 'choice', 'value');
      const type = types[indexOf(value.choice)]!;
      try {
        return { choice: value.choice, value: type.fromJson(value.value) };
      } catch (thrown) {
        throw traced(thrown, `.${value.choice}`);
      }
    },
    minBits(aligned) {
      const least = Math.min(...types.slice(0, names.length).map(type => type.minBits(aligned)));
      const rootBits = rangeBits(range, aligned) + least;
      return extensible ? 1 + Math.min(rootBits, 15) : rootBits;
    },
    shape: () => ({ kind: 'CHOICE', root, extensible, additions }),
  };
}
