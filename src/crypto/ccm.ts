import { unsafe } from '@noble/ciphers/aes.js';
import { EncodeError } from '../codecs/error.js';
import { type AesKey, aesKey } from './aes.js';
import { putWord, word } from './aes-word.js';
import { ofLengthWithin } from './check.js';
import { equalConstantTime } from './mic.js';

// CCM: RFC 3610, which is NIST SP 800-38C with its formatting function. Words are little-endian throughout,
// as the block function takes them; the counter and the length, big-endian in the block, are swapped into the
// last word.

const swap = (n: number): number =>
  (n << 24) | ((n & 0xff00) << 8) | ((n >>> 8) & 0xff00) | ((n >>> 24) & 0xff);

/**
 * Runs CTR over `input` into `output` (of the same length) and CBC-MAC over whichever of them is the
 * plaintext. Gives the tag of 16 octets, encrypted.
 */
function ccm(
  key: AesKey,
  nonce: Uint8Array,
  aad: Uint8Array,
  input: Uint8Array,
  output: Uint8Array,
  opening: boolean,
  tagLength: number,
): Uint8Array {
  const { encrypt } = unsafe;
  const xk = key.schedule;
  const length = input.length;
  const lengthOctets = 15 - nonce.length;
  const scratch = new Uint8Array(16);
  scratch.set(nonce, 1);
  const n0 = word(scratch, 0);
  const n1 = word(scratch, 4);
  const n2 = word(scratch, 8);
  const n3 = word(scratch, 12);

  // B0: flags, nonce, message length (RFC 3610, 2.2).
  const flags = (aad.length > 0 ? 0x40 : 0) | (((tagLength - 2) / 2) << 3) | (lengthOctets - 1);
  let x = encrypt(xk, n0 | flags, n1, n2, n3 | swap(length));

  // The AAD, after its length in two octets, zero-padded to whole blocks.
  for (let i = -2; aad.length > 0 && i < aad.length; i += 16) {
    scratch.fill(0);
    if (i < 0) {
      scratch[0] = aad.length >> 8;
      scratch[1] = aad.length;
      scratch.set(aad.subarray(0, 14), 2);
    } else scratch.set(aad.subarray(i, i + 16));
    x = encrypt(
      xk,
      x.s0 ^ word(scratch, 0),
      x.s1 ^ word(scratch, 4),
      x.s2 ^ word(scratch, 8),
      x.s3 ^ word(scratch, 12),
    );
  }

  const a0 = n0 | (lengthOctets - 1);
  let counter = 1;
  let i = 0;
  for (; i + 16 <= length; i += 16) {
    const s = encrypt(xk, a0, n1, n2, n3 | swap(counter++));
    const c0 = word(input, i);
    const c1 = word(input, i + 4);
    const c2 = word(input, i + 8);
    const c3 = word(input, i + 12);
    const o0 = c0 ^ s.s0;
    const o1 = c1 ^ s.s1;
    const o2 = c2 ^ s.s2;
    const o3 = c3 ^ s.s3;
    putWord(output, i, o0);
    putWord(output, i + 4, o1);
    putWord(output, i + 8, o2);
    putWord(output, i + 12, o3);
    x = opening
      ? encrypt(xk, x.s0 ^ o0, x.s1 ^ o1, x.s2 ^ o2, x.s3 ^ o3)
      : encrypt(xk, x.s0 ^ c0, x.s1 ^ c1, x.s2 ^ c2, x.s3 ^ c3);
  }
  if (i < length) {
    const s = encrypt(xk, a0, n1, n2, n3 | swap(counter));
    putWord(scratch, 0, s.s0);
    putWord(scratch, 4, s.s1);
    putWord(scratch, 8, s.s2);
    putWord(scratch, 12, s.s3);
    for (let j = i; j < length; j++) output[j] = input[j]! ^ scratch[j - i]!;
    scratch.fill(0);
    scratch.set((opening ? output : input).subarray(i));
    x = encrypt(
      xk,
      x.s0 ^ word(scratch, 0),
      x.s1 ^ word(scratch, 4),
      x.s2 ^ word(scratch, 8),
      x.s3 ^ word(scratch, 12),
    );
  }
  const s = encrypt(xk, a0, n1, n2, n3);
  putWord(scratch, 0, x.s0 ^ s.s0);
  putWord(scratch, 4, x.s1 ^ s.s1);
  putWord(scratch, 8, x.s2 ^ s.s2);
  putWord(scratch, 12, x.s3 ^ s.s3);
  return scratch.subarray(0, tagLength);
}

const check = (nonce: Uint8Array, aad: Uint8Array, length: number, tagLength: number): void => {
  ofLengthWithin('nonce', nonce, 7, 13);
  // From 0xff00 octets on RFC 3610 encodes the length of the AAD differently; no use of CCM here comes near
  // it.
  ofLengthWithin('aad', aad, 0, 0xfeff);
  if (tagLength < 4 || tagLength > 16 || tagLength % 2 !== 0)
    throw new EncodeError('tagLength', `must be 4, 6, … 16, not ${tagLength}`);
  const most = Math.min(2 ** (8 * (15 - nonce.length)) - 1, 0xffffffff);
  if (length > most) throw new EncodeError('plaintext', `must be 0 to ${most} octets long, not ${length}`);
};

/**
 * AES-CCM encryption (RFC 3610): the ciphertext, then `tagLength` octets of tag.
 * @param key 16, 24 or 32 octets; expand it once with `aesKey` where it serves many messages
 * @param nonce 7 to 13 octets
 * @param aad 0 to 65279 octets
 * @param tagLength 4, 6, … 16
 * @throws EncodeError for a value of another length
 */
export function sealCcm(
  key: AesKey | Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
  tagLength: number,
): Uint8Array {
  check(nonce, aad, plaintext.length, tagLength);
  const out = new Uint8Array(plaintext.length + tagLength);
  const text = out.subarray(0, plaintext.length);
  out.set(ccm(aesKey(key), nonce, aad, plaintext, text, false, tagLength), plaintext.length);
  return out;
}

/**
 * AES-CCM decryption (RFC 3610) of ciphertext and tag: the plaintext, or undefined if the tag is wrong or
 * missing. Parameters and errors as for {@link sealCcm}.
 */
export function openCcm(
  key: AesKey | Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
  tagLength: number,
): Uint8Array | undefined {
  const length = sealed.length - tagLength;
  check(nonce, aad, length, tagLength);
  if (length < 0) return undefined;
  const out = new Uint8Array(length);
  const tag = ccm(aesKey(key), nonce, aad, sealed.subarray(0, length), out, true, tagLength);
  return equalConstantTime(tag, sealed.subarray(length)) ? out : undefined;
}
