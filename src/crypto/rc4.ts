/**
 * RC4: `data` XOR the key stream of `key`; the same call encrypts and decrypts.
 * IEEE 802.11 uses it in TKIP (IEEE 802.11-2020, 12.5.2) and for key data under key descriptor version 1.
 * @param key 1 to 256 octets
 * @param skip octets of key stream dropped first
 */
export function rc4(key: Uint8Array, data: Uint8Array, skip = 0): Uint8Array<ArrayBuffer> {
  const s = Uint8Array.from({ length: 256 }, (_, i) => i);
  const swap = (i: number, j: number): void => {
    const t = s[i]!;
    s[i] = s[j]!;
    s[j] = t;
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + s[i]! + key[i % key.length]!) & 255;
    swap(i, j);
  }
  const out = new Uint8Array(data.length);
  for (let n = -skip, i = 0, j = 0; n < data.length; n++) {
    i = (i + 1) & 255;
    j = (j + s[i]!) & 255;
    swap(i, j);
    if (n >= 0) out[n] = data[n]! ^ s[(s[i]! + s[j]!) & 255]!;
  }
  return out;
}
