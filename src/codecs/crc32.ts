import { requireOctets } from './is-octets.js';

/** Octets that are taken at a time. */
const SLICE = 8;

let table: Uint32Array | undefined;

/** What an octet changes in the CRC: 256 values for one that is the last of a slice, then for one in front of it, and so on. */
const tableOf = (): Uint32Array => {
  if (table !== undefined) return table;
  const t = new Uint32Array(256 * SLICE);
  for (let n = 0; n < t.length; n++) {
    if (n < 256) {
      let c = n;
      for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
      t[n] = c;
    } else {
      const behind = t[n - 256]!;
      t[n] = (behind >>> 8) ^ t[behind & 255]!;
    }
  }
  table = t;
  return t;
};

/**
 * CRC-32 as the FCS and the ICV of IEEE 802.11 (IEEE 802.11-2020, 9.2.4.8 and 12.3.2.3) and gzip (RFC 1952, 8)
 * have it, as an unsigned integer; all of them send it least significant octet first.
 * @param before the CRC of the octets in front of `data`, to go on from
 * @throws TypeError for what is no octets
 */
export function crc32(data: Uint8Array, before = 0): number {
  requireOctets(data);
  const t = tableOf();
  let c = ~before;
  let i = 0;
  for (const last = data.length - SLICE; i <= last; i += SLICE) {
    c ^= data[i]! | (data[i + 1]! << 8) | (data[i + 2]! << 16) | (data[i + 3]! << 24);
    c =
      t[0x700 | (c & 255)]! ^
      t[0x600 | ((c >>> 8) & 255)]! ^
      t[0x500 | ((c >>> 16) & 255)]! ^
      t[0x400 | (c >>> 24)]! ^
      t[0x300 | data[i + 4]!]! ^
      t[0x200 | data[i + 5]!]! ^
      t[0x100 | data[i + 6]!]! ^
      t[data[i + 7]!]!;
  }
  for (; i < data.length; i++) c = (c >>> 8) ^ t[(c ^ data[i]!) & 255]!;
  return ~c >>> 0;
}
