/** Integers in octets: `le` stands for least significant octet first. */

/** The two octets at `at`. */
export const get16 = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;

/** Writes the 16 low bits of `value` at `at`. */
export const put16 = (bytes: Uint8Array, at: number, value: number): void => {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
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
