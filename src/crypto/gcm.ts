import { ghash } from '@noble/ciphers/_polyval.js';
import { put32 } from '../codecs/layout/octets.js';
import { encryptBlock, lentSchedule } from './aes-block.js';
import { newWords, putWords, swap, word, xorWords } from './aes-word.js';
import { equalOctets } from './mic.js';
import { ofThisRealm } from './octets.js';

// GCM (NIST SP 800-38D) with nonces of 12 octets. GHASH is that of @noble/ciphers; its AES would make tables of a megabyte as
// soon as it is loaded. The module is one that it does not document: package.json keeps to one minor version.

const TAG = 16;

/** A block of the cipher. */
const block = /* @__PURE__ */ newWords();
/** H and the length of AAD and ciphertext in bits: of each message in turn. */
const hashKey = /* @__PURE__ */ new Uint8Array(16);
const lengths = /* @__PURE__ */ new Uint8Array(16);
/** The last tag. */
const tag = /* @__PURE__ */ new Uint8Array(TAG);

/** Writes a number of octets as one of bits, in 64. */
const putBits = (at: number, octets: number): void => {
  put32(lengths, at, octets / 0x2000_0000);
  put32(lengths, at + 4, octets << 3);
};

/**
 * Runs CTR (7.1, step 3) over the first `length` octets of `input` into `output`, and GHASH over whichever of them is the
 * ciphertext. Leaves the tag in {@link tag}.
 */
function run(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  input: Uint8Array,
  output: Uint8Array,
  length: number,
  opening: boolean,
): void {
  const schedule = lentSchedule(key);
  encryptBlock(schedule, 0, 0, 0, 0, block);
  putWords(hashKey, 0, block);
  const n0 = word(nonce, 0);
  const n1 = word(nonce, 4);
  const n2 = word(nonce, 8);
  for (let i = 0, counter = 2; i < length; i += 16, counter++) {
    encryptBlock(schedule, n0, n1, n2, swap(counter), block);
    xorWords(input, i, length, block, output, i);
  }
  encryptBlock(schedule, n0, n1, n2, swap(1), block);
  schedule.fill(0);
  putBits(0, aad.length);
  putBits(8, length);
  const ciphertext = ofThisRealm(opening ? input : output).subarray(0, length);
  // Each of them is padded with zeros to whole blocks (6.4 and 7.1, step 5).
  const hash = ghash
    .create(hashKey, aad.length + length + 16)
    .update(aad)
    .update(ciphertext)
    .update(lengths);
  hashKey.fill(0);
  xorWords(hash.digest(), 0, TAG, block, tag, 0);
  hash.destroy();
}

/**
 * AES-GCM encryption (NIST SP 800-38D, 7.1): the ciphertext, then a tag of 16 octets.
 * @param key 16, 24 or 32 octets
 * @param nonce 12 octets
 */
export function sealGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const { length } = plaintext;
  const out = new Uint8Array(length + TAG);
  run(key, nonce, aad, plaintext, out, length, false);
  out.set(tag, length);
  return out;
}

/**
 * AES-GCM decryption (7.2) of ciphertext and tag; undefined if the tag is wrong or missing.
 * Parameters as for {@link sealGcm}.
 */
export function openGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Uint8Array<ArrayBuffer> | undefined {
  const length = sealed.length - TAG;
  if (length < 0) return undefined;
  const out = new Uint8Array(length);
  run(key, nonce, aad, sealed, out, length, true);
  return equalOctets(tag, 0, sealed, length, TAG) ? out : undefined;
}
