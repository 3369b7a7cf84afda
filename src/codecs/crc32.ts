import { requireOctets } from './is-octets.js';

let table: Uint32Array | undefined;

const tableOf = (): Uint32Array => {
  table ??= Uint32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    return c;
  });
  return table;
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
  for (let i = 0; i < data.length; i++) c = (c >>> 8) ^ t[(c ^ data[i]!) & 255]!;
  return ~c >>> 0;
}
