import { EncodeError } from '../codecs/error.js';
import { type AesKey, aesKey } from './aes.js';
import { encryptBlock } from './aes-block.js';
import { newWords, putWords, swap, word, wordBefore, xorWords } from './aes-word.js';
import { octets, ofLengthWithin, shown } from './check.js';
import { equalOctets } from './mic.js';

// CCM: RFC 3610, which is NIST SP 800-38C with its formatting function. Words are little-endian throughout,
// as the block function takes them; the counter and the length, big-endian in the block, are swapped into the
// last word.

/** A block in the making: the nonce, then the start of the AAD. */
const block = /* @__PURE__ */ new Uint8Array(16);
/** The last tag. */
const tag = /* @__PURE__ */ new Uint8Array(16);

/** The state of CBC-MAC. */
const x = /* @__PURE__ */ newWords();
const keystream = /* @__PURE__ */ newWords();

/** Takes the block of `bytes` at `at`, zero from `end` on, into {@link x}. */
const mac = (schedule: Uint32Array, bytes: Uint8Array, at: number, end: number): void =>
  at + 16 <= end
    ? encryptBlock(
        schedule,
        x[0]! ^ word(bytes, at),
        x[1]! ^ word(bytes, at + 4),
        x[2]! ^ word(bytes, at + 8),
        x[3]! ^ word(bytes, at + 12),
        x,
      )
    : encryptBlock(
        schedule,
        x[0]! ^ wordBefore(bytes, at, end),
        x[1]! ^ wordBefore(bytes, at + 4, end),
        x[2]! ^ wordBefore(bytes, at + 8, end),
        x[3]! ^ wordBefore(bytes, at + 12, end),
        x,
      );

/**
 * Runs CTR over the `length` octets of `input` from `from` on into those of `output` from `at` on, and CBC-MAC over
 * whichever of them is the plaintext. Leaves the tag of 16 octets, encrypted, in {@link tag}.
 */
function ccm(
  key: AesKey,
  nonce: Uint8Array,
  aad: Uint8Array,
  input: Uint8Array,
  from: number,
  length: number,
  output: Uint8Array,
  at: number,
  opening: boolean,
  tagLength: number,
): void {
  const { schedule } = key;
  const lengthOctets = 15 - nonce.length;
  block.fill(0);
  block.set(nonce, 1);
  const n0 = word(block, 0);
  const n1 = word(block, 4);
  const n2 = word(block, 8);
  const n3 = word(block, 12);

  // B0: flags, nonce, message length (RFC 3610, 2.2).
  const flags = (aad.length > 0 ? 0x40 : 0) | (((tagLength - 2) / 2) << 3) | (lengthOctets - 1);
  encryptBlock(schedule, n0 | flags, n1, n2, n3 | swap(length), x);

  // The AAD, after its length in two octets, zero-padded to whole blocks.
  if (aad.length > 0) {
    block[0] = aad.length >> 8;
    block[1] = aad.length;
    for (let i = 0; i < 14; i++) block[2 + i] = i < aad.length ? aad[i]! : 0;
    mac(schedule, block, 0, 16);
    for (let i = 14; i < aad.length; i += 16) mac(schedule, aad, i, aad.length);
  }

  const a0 = n0 | (lengthOctets - 1);
  for (let i = 0, counter = 1; i < length; i += 16, counter++) {
    encryptBlock(schedule, a0, n1, n2, n3 | swap(counter), keystream);
    if (!opening) mac(schedule, input, from + i, from + length);
    xorWords(input, from + i, from + length, keystream, output, at + i);
    if (opening) mac(schedule, output, at + i, at + length);
  }
  putWords(tag, 0, x);
  encryptBlock(schedule, a0, n1, n2, n3, keystream);
  xorWords(tag, 0, 16, keystream, tag, 0);
}

const check = (nonce: Uint8Array, aad: Uint8Array, length: number, tagLength: number): void => {
  ofLengthWithin('nonce', nonce, 7, 13);
  // From 0xff00 octets on RFC 3610 encodes the length of the AAD differently; no use of CCM here comes near
  // it.
  ofLengthWithin('aad', aad, 0, 0xfeff);
  if (!Number.isInteger(tagLength) || tagLength < 4 || tagLength > 16 || tagLength % 2 !== 0)
    throw new EncodeError('tagLength', `must be 4, 6, … 16, not ${shown(tagLength)}`);
  const most = Math.min(2 ** (8 * (15 - nonce.length)) - 1, 0xffffffff);
  if (length > most) throw new EncodeError('plaintext', `must be 0 to ${most} octets long, not ${length}`);
};

/**
 * AES-CCM encryption (RFC 3610): the ciphertext, then `tagLength` octets of tag.
 * @param key 16, 24 or 32 octets; prepare it once with `aesKey` where it serves many messages
 * @param nonce 7 to 13 octets
 * @param aad 0 to 65279 octets
 * @param tagLength 4, 6, … 16
 * @throws EncodeError for a value of another length, and for what is no octets
 */
export function sealCcm(
  key: AesKey | Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
  tagLength: number,
): Uint8Array<ArrayBuffer> {
  const { length } = octets('plaintext', plaintext);
  check(nonce, aad, length, tagLength);
  const out = new Uint8Array(length + tagLength);
  sealCcmInto(aesKey(key), nonce, aad, plaintext, 0, out, 0, tagLength);
  return out;
}

/**
 * {@link sealCcm} of `input` from `from` on: ciphertext and tag go into `output` from `at` on, which may be `input` from
 * `from` on as well.
 */
export function sealCcmInto(
  key: AesKey,
  nonce: Uint8Array,
  aad: Uint8Array,
  input: Uint8Array,
  from: number,
  output: Uint8Array,
  at: number,
  tagLength: number,
): void {
  const length = input.length - from;
  check(nonce, aad, length, tagLength);
  ccm(key, nonce, aad, input, from, length, output, at, false, tagLength);
  for (let i = 0; i < tagLength; i++) output[at + length + i] = tag[i]!;
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
): Uint8Array<ArrayBuffer> | undefined {
  return openCcmFrom(aesKey(key), nonce, aad, octets('sealed', sealed), 0, tagLength);
}

/** {@link openCcm} of `sealed` from `from` on. @param allocate gives the array for the plaintext */
export function openCcmFrom(
  key: AesKey,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
  from: number,
  tagLength: number,
  allocate: (length: number) => Uint8Array<ArrayBuffer> = length => new Uint8Array(length),
): Uint8Array<ArrayBuffer> | undefined {
  const length = sealed.length - from - tagLength;
  check(nonce, aad, length, tagLength);
  if (length < 0) return undefined;
  const out = allocate(length);
  ccm(key, nonce, aad, sealed, from, length, out, 0, true, tagLength);
  return equalOctets(tag, 0, sealed, from + length, tagLength) ? out : undefined;
}
