import { runInNewContext } from 'node:vm';

type Octets = new (from: Iterable<number>) => Uint8Array;

const [Foreign, ForeignClamped, ForeignBuffer] = runInNewContext(
  '[Uint8Array, Uint8ClampedArray, class Buffer extends Uint8Array { slice(from, to) { return this.subarray(from, to); } }]',
) as [Octets, Octets, Octets];

/** Gives octets of another realm for octets of this one. */
export type Emigrate = (octets: Uint8Array) => Uint8Array;

/** Octets as another realm has them: as a Uint8Array, as a class on top of it, and in the midst of an array. */
export const realms: readonly (readonly [string, Emigrate])[] = [
  ['a Uint8Array of another realm', octets => new Foreign(octets)],
  ['a Buffer of another realm', octets => new ForeignBuffer(octets)],
  [
    'a part of a Buffer of another realm',
    octets => new ForeignBuffer([1, 2, 3, ...octets, 4]).subarray(3, -1),
  ],
];

const named = <T extends object>(value: T): T =>
  Object.defineProperties(value, {
    constructor: { value: Uint8Array },
    [Symbol.toStringTag]: { value: 'Uint8Array' },
  });

export const TEXT = 'text of the same length';

/** What looks like octets, and is not. */
export const fakes: readonly (readonly [string, (octets: Uint8Array) => unknown])[] = [
  ['a Uint8ClampedArray', octets => new Uint8ClampedArray(octets)],
  ['an Int8Array', octets => new Int8Array(octets)],
  ['an Int8Array with the names of a Uint8Array', octets => named(new Int8Array(octets))],
  ['a Uint8ClampedArray of another realm', octets => new ForeignClamped(octets)],
  ['a DataView', octets => new DataView(octets.slice().buffer)],
  ['a DataView with the names of a Uint8Array', octets => named(new DataView(octets.slice().buffer))],
  ['an ArrayBuffer', octets => octets.slice().buffer],
  ['an array', octets => [...octets]],
  [TEXT, octets => 'f'.repeat(octets.length)],
  ['an object with the names of a Uint8Array', octets => named({ ...octets, length: octets.length })],
];

/** A copy of `value` with each octet string in it replaced. */
export function replaced<T>(value: T, replace: (octets: Uint8Array) => unknown): T {
  const part = (one: unknown): unknown => {
    if (ArrayBuffer.isView(one)) return replace(one as Uint8Array);
    if (Array.isArray(one)) return one.map(part);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, part(inner)]));
  };
  return part(value) as T;
}

/** `value` with digits for octets, to compare values of different realms. */
export const shown = <T>(value: T): T =>
  replaced(value, octets => `octets ${Buffer.from(octets).toString('hex')}`);
