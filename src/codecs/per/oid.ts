import { refuse } from './fault.js';
import { narrow } from './number.js';
import type { BitReader } from './reader.js';
import { keyed, readOctets } from './string.js';
import type { Type } from './type.js';

/** Octets of one arc; 128 bits, the UUIDs below 2.25, take 19. */
const maxArcOctets = 19;

/**
 * OBJECT IDENTIFIER: the contents octets of BER behind a length. Values are the arcs in text:
 * `1.3.6.1`. X.691, clause 24, and X.690, 8.19.
 */
export const objectIdentifier: Type<string> = {
  decode(reader) {
    const at = reader.pos;
    return textOf(reader, readOctets(reader), at);
  },
  encode: (writer, value) => writer.octets(contentsOf(value)),
  toJson(value) {
    contentsOf(value);
    return { oid: value };
  },
  fromJson(json) {
    const text = keyed(json, 'oid');
    contentsOf(text);
    return text;
  },
  minBits: () => 16,
  shape: () => ({ kind: 'OBJECT IDENTIFIER' }),
};

function textOf(reader: BitReader, octets: Uint8Array, at: number): string {
  if (octets.length === 0) reader.fail('length', 'an object identifier of no octets', at);
  const arcs: string[] = [];
  for (let i = 0; i < octets.length; i++) {
    const start = i;
    let arc = 0n;
    if (octets[i] === 0x80) reader.fail('value', `arc ${arcs.length + 1} starts with a zero digit`, at);
    while (octets[i]! >= 0x80) {
      arc = (arc | BigInt(octets[i++]! & 0x7f)) << 7n;
      if (i === octets.length) reader.fail('value', `arc ${arcs.length + 1} has no end`, at);
      if (i - start >= maxArcOctets) reader.fail('unsupported', `arc ${arcs.length + 1} is above 2^133`, at);
    }
    arc |= BigInt(octets[i]!);
    if (start > 0) arcs.push(arc.toString());
    else {
      const top = arc < 80n ? arc / 40n : 2n;
      arcs.push(top.toString(), (arc - top * 40n).toString());
    }
  }
  return arcs.join('.');
}

function contentsOf(text: unknown): Uint8Array {
  if (typeof text !== 'string' || !/^[0-2](\.(0|[1-9]\d{0,40}))+$/.test(text)) {
    return refuse('must be an object identifier such as 1.3.6.1');
  }
  const [top, second, ...rest] = text.split('.').map(arc => narrow(BigInt(arc)));
  if (top! < 2 && second! > 39) refuse('the second arc below 0 and 1 must be 0..39');
  const octets: number[] = [];
  for (const arc of [BigInt(top!) * 40n + BigInt(second!), ...rest.map(BigInt)]) {
    const digits = [Number(arc & 0x7fn)];
    for (let left = arc >> 7n; left > 0n; left >>= 7n) digits.push(Number(left & 0x7fn) | 0x80);
    if (digits.length > maxArcOctets) refuse('an arc must be below 2^133');
    for (let i = digits.length - 1; i >= 0; i--) octets.push(digits[i]!);
  }
  return Uint8Array.from(octets);
}
