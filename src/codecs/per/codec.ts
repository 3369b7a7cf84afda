import { type Decoded, DecodeError, type DecodeOptions, type Decoder, type Lax } from '../error.js';
import { requireOctets } from '../is-octets.js';
import { DecodeFault, EncodeFault } from './fault.js';
import { finish } from './open.js';
import { BitReader, maxOctets } from './reader.js';
import { encodeKeeping, fromJsonKeeping, toJsonKeeping } from './surplus.js';
import type { Json, Type } from './type.js';
import { BitWriter } from './writer.js';

/** A message type as octets, both ways. */
export interface Codec<T> {
  /**
   * Decodes one complete encoding. Octet strings in the value are views of `bytes` where they fill whole octets there, and copies
   * where they do not. Under `lax`, the fields read before the first error, or beyond it where
   * that can be gone past.
   * @throws DecodeError (unless `lax`) for octets that are not an encoding of the type: `value` also for
   * what a canonical encoder never sends, see the guide
   */
  readonly decode: Decoder<T>;
  /**
   * The complete encoding of a value, at least one octet.
   * @throws EncodeError for a value that the type does not have
   */
  encode(value: T): Uint8Array<ArrayBuffer>;
  /**
   * A value in JSON: octets `{"hex": …}`, bits `{"bits": …}`, integers beyond 2^53 as text.
   * @throws EncodeError for a value that does not have the shape of the type; ranges are checked by `encode`
   */
  toJson(value: T): Json;
  /**
   * A value from its JSON.
   * @throws EncodeError for JSON that does not have the shape of the type; ranges are checked by `encode`
   */
  fromJson(json: unknown): T;
}

/** How a codec reads and writes. */
export interface CodecOptions {
  /** ALIGNED variant (XwAP) or UNALIGNED (RRC). */
  readonly aligned: boolean;
  /** The message, as the errors name it: `XwAP-PDU`. */
  readonly format: string;
  /**
   * Bits behind a complete encoding: an error, or (`keep`) passed over as TS 36.331, 8.1 wants it for whole messages and
   * contained ones, left with the value ({@link Surplus}), and written back by `encode`; `keep` needs a
   * SEQUENCE or CHOICE.
   */
  readonly surplus?: 'refuse' | 'keep';
}

/** Octets of a writer that is worth keeping. */
const keptCapacity = 0x4000;

/** A codec of the complete encodings (X.691, 11.1) of one type, in one variant of BASIC-PER. */
export function per<T>(type: Type<T>, { aligned, format, surplus = 'refuse' }: CodecOptions): Codec<T> {
  const keepSurplus = surplus === 'keep';

  /** The value, or the fault, whose `partial` is then what could be read. */
  const read = (bytes: Uint8Array, tolerant: boolean): T | DecodeFault => {
    const reader = new BitReader(bytes, aligned, tolerant, keepSurplus);
    try {
      const value = type.decode(reader);
      finish(reader, 0, value, '_surplus');
      return value;
    } catch (thrown) {
      if (!(thrown instanceof DecodeFault)) throw thrown;
      return thrown;
    }
  };

  function decode<L extends boolean = false>(bytes: Uint8Array, options?: DecodeOptions<L>): Decoded<L, T>;
  function decode(bytes: Uint8Array): T;
  function decode(bytes: Uint8Array, options?: DecodeOptions): T | Lax<T> {
    requireOctets(bytes);
    if (bytes.length > maxOctets) {
      throw new DecodeError({
        code: 'unsupported',
        reason: `more than ${maxOctets} octets`,
        format,
        path: format,
        offset: 0,
      });
    }
    const value = read(bytes, false);
    if (!(value instanceof DecodeFault)) return options?.lax ? { value } : value;
    if (!options?.lax) throw value.toError(format);
    const again = read(bytes, true);
    const part = again instanceof DecodeFault ? again.partial : again;
    // Of a SEQUENCE or CHOICE of which nothing could be read, that nothing.
    return { value: (part === undefined ? {} : part) as Partial<T>, error: value.toError(format) };
  }

  const errorOf = (thrown: unknown): unknown =>
    thrown instanceof EncodeFault ? thrown.toError(format) : thrown;
  /** The writer of the last encoding, for the next; none while an encoding is under way, which may lead to another. */
  let idle: BitWriter | undefined;

  return {
    decode,
    encode(value) {
      const writer = idle ?? new BitWriter(aligned, keepSurplus);
      idle = undefined;
      try {
        if (keepSurplus) encodeKeeping(writer, type, value, '_surplus');
        else type.encode(writer, value);
        return writer.complete();
      } catch (thrown) {
        throw errorOf(thrown);
      } finally {
        if (writer.capacity <= keptCapacity) {
          writer.clear();
          idle = writer;
        }
      }
    },
    toJson(value) {
      try {
        return keepSurplus ? toJsonKeeping(type, value, '_surplus') : type.toJson(value);
      } catch (thrown) {
        throw errorOf(thrown);
      }
    },
    fromJson(json) {
      try {
        return keepSurplus ? fromJsonKeeping(type, json, '_surplus') : type.fromJson(json);
      } catch (thrown) {
        throw errorOf(thrown);
      }
    },
  };
}
