/** A 53-bit hash of an MPDU (two 32-bit FNV-1a-like lanes): frames that differ have the same but by chance. */
export function fingerprint(mpdu: Uint8Array): number {
  let low = 0x811c9dc5 ^ mpdu.length;
  let high = 0x9e3779b9;
  for (let i = 0; i < mpdu.length; i++) {
    const octet = mpdu[i]!;
    low = Math.imul(low ^ octet, 0x01000193);
    high = Math.imul(high ^ octet, 0x85ebca6b) ^ (high >>> 15);
  }
  return (high & 0x1fffff) * 0x1_0000_0000 + ((low ^ (low >>> 13)) >>> 0);
}
