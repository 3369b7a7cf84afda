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
 * CRC-32 of the FCS and of the ICV, as an unsigned integer; both are sent least significant octet first
 * (IEEE 802.11-2020, 9.2.4.8 and 12.3.2.3).
 */
export function crc32(data: Uint8Array): number {
  const t = tableOf();
  let c = 0xffffffff;
  for (let i = 0; i < data.length; i++) c = (c >>> 8) ^ t[(c ^ data[i]!) & 255]!;
  return ~c >>> 0;
}
