/** Integers in octets: `le` stands for least significant octet first. */

/** The two octets at `at`. */
export const get16 = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;

/** Writes the 16 low bits of `value` at `at`. */
export const put16 = (bytes: Uint8Array, at: number, value: number): void => {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
};

/** The three octets at `at`. */
export const get24 = (bytes: Uint8Array, at: number): number => (get16(bytes, at) << 8) | bytes[at + 2]!;

/** Writes the 24 low bits of `value` at `at`. */
export const put24 = (bytes: Uint8Array, at: number, value: number): void => {
  bytes[at] = value >>> 16;
  put16(bytes, at + 1, value);
};

/** The four octets at `at`. */
export const get32 = (bytes: Uint8Array, at: number): number =>
  ((get16(bytes, at) << 16) | get16(bytes, at + 2)) >>> 0;

/** Writes the 32 low bits of `value` at `at`. */
export const put32 = (bytes: Uint8Array, at: number, value: number): void => {
  put16(bytes, at, value >>> 16);
  put16(bytes, at + 2, value);
};

/** The two octets at `at`, the first the least significant. */
export const get16le = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8);

/** Writes the 16 low bits of `value` at `at`, least significant octet first. */
export const put16le = (bytes: Uint8Array, at: number, value: number): void => {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
};

/** The four octets at `at`, the first the least significant. */
export const get32le = (bytes: Uint8Array, at: number): number =>
  (get16le(bytes, at) | (get16le(bytes, at + 2) << 16)) >>> 0;

/** Writes the 32 low bits of `value` at `at`, least significant octet first. */
export const put32le = (bytes: Uint8Array, at: number, value: number): void => {
  put16le(bytes, at, value);
  put16le(bytes, at + 2, value >>> 16);
};

/** Takes 64-bit integers apart and puts them together: a view of each place they are at would cost far more. */
const wide = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/** The eight octets at `at`. */
export const get64 = (bytes: Uint8Array, at: number): bigint => {
  wide.setUint32(0, get32(bytes, at));
  wide.setUint32(4, get32(bytes, at + 4));
  return wide.getBigUint64(0);
};

/** Writes the 64 low bits of `value` at `at`. */
export const put64 = (bytes: Uint8Array, at: number, value: bigint): void => {
  wide.setBigUint64(0, value);
  put32(bytes, at, wide.getUint32(0));
  put32(bytes, at + 4, wide.getUint32(4));
};

/** The eight octets at `at`, the first the least significant. */
export const get64le = (bytes: Uint8Array, at: number): bigint => {
  wide.setUint32(0, get32le(bytes, at + 4));
  wide.setUint32(4, get32le(bytes, at));
  return wide.getBigUint64(0);
};

/** Writes the 64 low bits of `value` at `at`, least significant octet first. */
export const put64le = (bytes: Uint8Array, at: number, value: bigint): void => {
  wide.setBigUint64(0, value);
  put32le(bytes, at, wide.getUint32(4));
  put32le(bytes, at + 4, wide.getUint32(0));
};
