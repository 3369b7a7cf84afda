import { requireOctets } from '../is-octets.js';

/** Castagnoli's polynomial, bits reversed (RFC 9260, Appendix A). */
const POLYNOMIAL = 0x82f63b78;

let tables: Uint32Array | undefined;

/** Eight tables of 256: table `k` carries an octet through `k` further zero octets ("slicing by 8"). */
const slicingTables = (): Uint32Array => {
  const made = new Uint32Array(8 * 256);
  for (let octet = 0; octet < 256; octet++) {
    let crc = octet;
    for (let i = 0; i < 8; i++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    made[octet] = crc;
  }
  for (let i = 256; i < made.length; i++) {
    const before = made[i - 256]!;
    made[i] = (before >>> 8) ^ made[before & 0xff]!;
  }
  return made;
};

/**
 * The CRC register after `bytes` from `from` up to `to`; {@link crc32c} is that of all of them, started with
 * and ended by all ones.
 */
export function crc32cRegister(register: number, bytes: Uint8Array, from: number, to: number): number {
  tables ??= slicingTables();
  const t = tables;
  let crc = register;
  let at = from;
  for (; at + 8 <= to; at += 8) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      t[0x700 | (crc & 0xff)]! ^
      t[0x600 | ((crc >>> 8) & 0xff)]! ^
      t[0x500 | ((crc >>> 16) & 0xff)]! ^
      t[0x400 | (crc >>> 24)]! ^
      t[0x300 | bytes[at + 4]!]! ^
      t[0x200 | bytes[at + 5]!]! ^
      t[0x100 | bytes[at + 6]!]! ^
      t[bytes[at + 7]!]!;
  }
  for (; at < to; at++) crc = (crc >>> 8) ^ t[(crc ^ bytes[at]!) & 0xff]!;
  return crc;
}

/** CRC-32C (Castagnoli; RFC 9260, Appendix A), 32 bits. @throws TypeError for what is no octets */
export function crc32c(bytes: Uint8Array): number {
  requireOctets(bytes);
  return ~crc32cRegister(-1, bytes, 0, bytes.length) >>> 0;
}
