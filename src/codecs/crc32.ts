import { requireOctets } from './is-octets.js';

/** The generator polynomials, bits reversed: that of Ethernet, and Castagnoli's (RFC 9260, Appendix A). */
const ETHERNET = 0xedb88320;
const CASTAGNOLI = 0x82f63b78;

let ethernetTables: Uint32Array | undefined;
let castagnoliTables: Uint32Array | undefined;

/** Eight tables of 256: table `k` carries an octet through `k` further zero octets ("slicing by 8"). */
const slicingTables = (polynomial: number): Uint32Array => {
  const made = new Uint32Array(8 * 256);
  for (let octet = 0; octet < 256; octet++) {
    let crc = octet;
    for (let i = 0; i < 8; i++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    made[octet] = crc;
  }
  for (let i = 256; i < made.length; i++) {
    const before = made[i - 256]!;
    made[i] = (before >>> 8) ^ made[before & 0xff]!;
  }
  return made;
};

/** The CRC register after `bytes` from `from` up to `to`. */
function registerAfter(
  t: Uint32Array,
  register: number,
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
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

/**
 * CRC-32 as the FCS and the ICV of IEEE 802.11 (IEEE 802.11-2020, 9.2.4.8 and 12.3.2.3) and gzip (RFC 1952, 8)
 * have it, as an unsigned integer; all of them send it least significant octet first.
 * @param before the CRC of the octets in front of `data`, to go on from
 * @throws TypeError for what is no octets
 */
export function crc32(data: Uint8Array, before = 0): number {
  requireOctets(data);
  ethernetTables ??= slicingTables(ETHERNET);
  return ~registerAfter(ethernetTables, ~before, data, 0, data.length) >>> 0;
}

/** CRC-32C (Castagnoli; RFC 9260, Appendix A), 32 bits. @throws TypeError for what is no octets */
export function crc32c(bytes: Uint8Array): number {
  requireOctets(bytes);
  return ~crc32cRegister(-1, bytes, 0, bytes.length) >>> 0;
}

/**
 * The register of CRC-32C after `bytes` from `from` up to `to`; {@link crc32c} is that of all of them, started with
 * and ended by all ones.
 */
export function crc32cRegister(register: number, bytes: Uint8Array, from: number, to: number): number {
  castagnoliTables ??= slicingTables(CASTAGNOLI);
  return registerAfter(castagnoliTables, register, bytes, from, to);
}
