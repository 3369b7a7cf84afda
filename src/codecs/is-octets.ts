/**
 * Whether `value` is octets: a Uint8Array of this realm or of any other (a frame of a browser, `node:vm`), Node's `Buffer`
 * included. `instanceof` alone knows only those of this realm; it stands in front because it is fast.
 */
export const isOctets = (value: unknown): value is Uint8Array =>
  value instanceof Uint8Array || (ArrayBuffer.isView(value) && kindOf(value) === 'Uint8Array');

/** The kind of a typed array of any realm, from its getter, which reads no property that another object could have too. */
const kindOf = (view: ArrayBufferView): unknown =>
  Reflect.get(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag, view);

/** What a value is, as errors say it, which do not show the value: `String`, `Null`. */
export const kindName = (value: unknown): string =>
  Object.prototype.toString.call(value).slice('[object '.length, -1);

/**
 * What a decoder takes is octets: of anything else it would read `undefined`, and say that a field is wrong, or find nothing.
 * @throws TypeError for what are none, as an ArrayBuffer or hex digits
 */
export function requireOctets(value: unknown): asserts value is Uint8Array {
  if (isOctets(value)) return;
  throw new TypeError(`octets are to be a Uint8Array, not ${kindName(value)}`);
}
