import { decryptBlock, encryptBlock, lentInverseSchedule, lentSchedule } from './aes-block.js';
import { newWords, putWord, swap, word } from './aes-word.js';

// AES key wrap (RFC 3394, 2.2) in place: that of @noble/ciphers copies more than a few octets of key data are worth.

/** Both halves of the initial value (2.2.3.1). */
const INITIAL = 0xa6a6a6a6 | 0;
const STEPS = 6;

const s = /* @__PURE__ */ newWords();

/**
 * AES key wrap (RFC 3394, 2.2.1): 8 octets longer than the plaintext.
 * @param kek 16, 24 or 32 octets
 * @param plaintext 16 or more octets, a multiple of 8
 */
export function aesWrap(kek: Uint8Array, plaintext: Uint8Array): Uint8Array<ArrayBuffer> {
  const schedule = lentSchedule(kek);
  const out = new Uint8Array(plaintext.length + 8);
  out.set(plaintext, 8);
  let a0 = INITIAL;
  let a1 = INITIAL;
  for (let step = 0, t = 1; step < STEPS; step++)
    for (let at = 8; at < out.length; at += 8, t++) {
      encryptBlock(schedule, a0, a1, word(out, at), word(out, at + 4), s);
      a0 = s[0]!;
      a1 = s[1]! ^ swap(t);
      putWord(out, at, s[2]!);
      putWord(out, at + 4, s[3]!);
    }
  schedule.fill(0);
  putWord(out, 0, a0);
  putWord(out, 4, a1);
  return out;
}

/**
 * AES key unwrap (RFC 3394, 2.2.2), or undefined if the integrity check fails, or the length is none that key wrap gives.
 * @param kek 16, 24 or 32 octets
 */
export function aesUnwrap(kek: Uint8Array, wrapped: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const length = wrapped.length - 8;
  if (length < 16 || length % 8 !== 0) return undefined;
  const schedule = lentInverseSchedule(kek);
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i++) out[i] = wrapped[8 + i]!;
  let a0 = word(wrapped, 0);
  let a1 = word(wrapped, 4);
  for (let step = 0, t = (STEPS * length) / 8; step < STEPS; step++)
    for (let at = length - 8; at >= 0; at -= 8, t--) {
      decryptBlock(schedule, a0, a1 ^ swap(t), word(out, at), word(out, at + 4), s);
      a0 = s[0]!;
      a1 = s[1]!;
      putWord(out, at, s[2]!);
      putWord(out, at + 4, s[3]!);
    }
  schedule.fill(0);
  // Both halves at once: the time says nothing about which octet is wrong.
  return ((a0 ^ INITIAL) | (a1 ^ INITIAL)) === 0 ? out : undefined;
}
