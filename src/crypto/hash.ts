import { hmac as hmacOf } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';

/** The hash functions that IEEE 802.11 and 3GPP build on. */
export type HashName = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';

const functionOf = (name: HashName) => {
  switch (name) {
    case 'md5':
      return md5;
    case 'sha1':
      return sha1;
    case 'sha256':
      return sha256;
    case 'sha384':
      return sha384;
    case 'sha512':
      return sha512;
  }
};

/** Hash of the concatenated `parts`, as long as the hash function gives it. */
export function digest(name: HashName, ...parts: readonly Uint8Array[]): Uint8Array {
  return functionOf(name)(concatBytes(...parts));
}

/** HMAC (RFC 2104) under one key, which it is prepared for once, over the concatenated parts of each message. */
export function keyedHmac(name: HashName, key: Uint8Array): (...parts: readonly Uint8Array[]) => Uint8Array {
  const keyed = hmacOf.create(functionOf(name), key);
  return (...parts) => {
    const mac = keyed.clone();
    for (const part of parts) mac.update(part);
    return mac.digest();
  };
}

/** HMAC (RFC 2104) over the concatenated `parts`, as long as the hash function gives it. */
export function hmac(name: HashName, key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  return hmacOf(functionOf(name), key, concatBytes(...parts));
}
