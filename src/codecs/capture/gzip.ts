import { crc32 } from '../crc32.js';
import { DecodeError, type DecodeErrorDetails } from '../error.js';
import { type Inflater, inflater } from './inflate.js';
import type { Sink } from './units.js';

/** The octet that a gzip file starts with. */
export const GZIP = 0x1f;
/** Both of them, and its only compression method (RFC 1952, 2.3.1). */
const MAGIC = [GZIP, 0x8b] as const;
const DEFLATE = 8;
const flag = { headerCrc: 0x02, extra: 0x04, name: 0x08, comment: 0x10, reserved: 0xe0 } as const;

/** How much of a chunk is decompressed at a time, so that the copies of it stay small. */
const PIECE = 64 * 1024;
/** The same at the start of a member: what is behind its end is copied in vain. */
const FIRST_PIECE = 512;

/** Whether `bytes` start as a gzip file does. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === MAGIC[0] && bytes[1] === MAGIC[1];

/**
 * Decompresses a gzip file (RFC 1952) for `inner`, as Wireshark reads one: of several members, and each up to
 * the octet where it is damaged. Zeros after a member are passed over; anything else there is an error.
 */
export function gzipSink(inner: Sink): Sink {
  let member = 0;
  /** Of the octet that is being read, from the start of the file. */
  let offset = 0;
  let crc = 0;
  let length = 0;
  /** What of a member the octets are, when they are not data. */
  let part: 'header' | 'trailer' | undefined;
  let inflate: Inflater | undefined;
  let piece = FIRST_PIECE;

  const damage = (field: string, details: Omit<DecodeErrorDetails, 'format' | 'path'>): DecodeError =>
    new DecodeError({ format: 'gzip', path: `gzip.member[${member}].${field}`, ...details });

  const receive = (bytes: Uint8Array): void => {
    crc = crc32(bytes, crc);
    length = (length + bytes.length) >>> 0;
    inner.push(bytes);
  };

  const startData = (): void => {
    crc = 0;
    length = 0;
    piece = FIRST_PIECE;
    const dataOffset = offset + 1;
    inflate = inflater(receive, (code, field, at, reason) =>
      damage(`data.${field}`, { code, reason, offset: dataOffset + at }),
    );
  };

  /** Takes what is around the data of each member, octet by octet. */
  function* members(): Generator<undefined, never, number> {
    const u32 = function* (): Generator<undefined, number, number> {
      let value = 0;
      for (let shift = 0; shift < 32; shift += 8) value |= (yield) << shift;
      return value >>> 0;
    };
    for (; ; member++) {
      let first = yield;
      while (first === 0 && member > 0) first = yield;
      part = 'header';
      if (first !== MAGIC[0] || (yield) !== MAGIC[1])
        throw damage(part, { code: 'trailing', reason: 'is no gzip member', offset });
      if ((yield) !== DEFLATE)
        throw damage('header.method', { code: 'unsupported', reason: 'is not deflate (8)', offset });
      const flags = yield;
      if (flags & flag.reserved)
        throw damage('header.flags', { code: 'unsupported', reason: 'has reserved bits set', offset });
      // Modification time, extra flags and operating system.
      for (let i = 0; i < 6; i++) yield;
      if (flags & flag.extra) {
        const low = yield;
        for (let left = low | ((yield) << 8); left > 0; left--) yield;
      }
      if (flags & flag.name) while ((yield) !== 0);
      if (flags & flag.comment) while ((yield) !== 0);
      if (flags & flag.headerCrc) for (let i = 0; i < 2; i++) yield;

      startData();
      part = 'trailer';
      const statedCrc = yield* u32();
      if (statedCrc !== crc)
        throw damage('crc32', { code: 'value', reason: 'is not that of the data', offset: offset - 3 });
      const statedLength = yield* u32();
      if (statedLength !== length)
        throw damage('length', { code: 'value', reason: 'is not that of the data', offset: offset - 3 });
      part = undefined;
    }
  }
  const around = members();
  around.next();

  const consume = (bytes: Uint8Array): void => {
    let at = 0;
    while (at < bytes.length) {
      if (inflate === undefined) {
        around.next(bytes[at]!);
        at++;
        offset++;
      } else {
        const some = bytes.subarray(at, at + piece);
        const rest = inflate.push(some);
        if (rest !== undefined) inflate = undefined;
        const used = some.length - (rest?.length ?? 0);
        offset += used;
        at += used;
        piece = Math.min(2 * piece, PIECE);
      }
    }
  };

  return {
    push: chunk => {
      for (let at = 0; at < chunk.length; at += PIECE) consume(chunk.subarray(at, at + PIECE));
    },
    end: () => {
      if (inflate !== undefined) throw inflate.cutOff();
      if (part !== undefined)
        throw damage(part, { code: 'truncated', reason: 'goes on after the end of the input', offset });
      inner.end();
    },
  };
}
