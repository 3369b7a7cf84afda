export * from './capture/index.js';
export { crc32, crc32c } from './crc32.js';
export * from './dot11/index.js';
export {
  type Decoded,
  DecodeError,
  type DecodeErrorCode,
  type DecodeErrorDetails,
  type DecodeOptions,
  type Decoder,
  EncodeError,
  type Lax,
  type LaxList,
} from './error.js';
// Declarations of programs name these where they do not name the type of what they export.
export type { Told } from './given.js';
export { fromHex, toHex } from './hex.js';
export { encodeAll, fromJson, toJson } from './json.js';
export type { Field, Layout, ValuesOf } from './layout/index.js';
export * from './link/index.js';
export * from './rrc/lwaap.js';
export * from './rrc/pdcp.js';
